package dev.postern.benchmarks.chaos.mailbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Which mails Connect knew as read at some moment: behind a crash it asks for no other ones again. */
final class StoredOffsets {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String TOPIC = "connect-offset"; // ConnectWorker's name for it
    private static final Duration POLL = Duration.ofMillis(100);

    private final String connector;
    /** The last UID of each folder, by IMAP; the UID in the key is empty. */
    private final Map<Place, Long> reached = new HashMap<>();

    private final Set<Place> read = new HashSet<>();
    private final Set<Place> kept = new HashSet<>();

    private StoredOffsets(String connector) {
        this.connector = connector;
    }

    /** What is stored now. */
    static StoredOffsets read(String bootstrapServers, String connector) throws IOException {
        StoredOffsets offsets = new StoredOffsets(connector);
        try (CommittedRecords records = new CommittedRecords(bootstrapServers, TOPIC)) {
            long end = records.end();
            while (records.isBefore(end)) {
                for (ConsumerRecord<byte[], byte[]> each : records.poll(POLL)) {
                    offsets.add(MAPPER.readTree(each.key()), each.value());
                }
            }
        }
        return offsets;
    }

    private void add(JsonNode key, byte @Nullable [] value) throws IOException {
        if (!key.path(0).asText().equals(connector)) {
            return;
        }
        JsonNode source = key.path(1);
        String account = source.path("account").asText();
        if (source.has("uidl")) {
            Place place = new Place(account, "", source.path("uidl").asText());
            read.add(place); // also if it is forgotten later on, as that mail is gone
            if (value == null) {
                kept.remove(place);
            } else {
                kept.add(place);
            }
        } else if (value != null) {
            Place folder = new Place(account, source.path("folder").asText(), "");
            reached.put(folder, MAPPER.readTree(value).path("uid").asLong());
        }
    }

    /** Whether this mail is one of them. */
    boolean cover(Place mail) {
        Place folder = new Place(mail.account(), mail.folder(), "");
        return read.contains(mail)
                || (reached.containsKey(folder) && Long.parseLong(mail.uid()) <= reached.getOrDefault(folder, 0L));
    }

    /** How many mails Connect keeps an offset of their own for. */
    int kept() {
        return kept.size();
    }
}
