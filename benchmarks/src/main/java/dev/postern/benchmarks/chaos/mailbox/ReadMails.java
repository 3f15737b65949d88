package dev.postern.benchmarks.chaos.mailbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Counts the records of each mail, as far as transactions are committed; mails that somebody may delete before they are read have numbers below 0, and don't count. Used by one thread. */
final class ReadMails implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(10);

    private final CommittedRecords records;
    private final Map<Integer, Integer> counts = new HashMap<>();
    private final Map<Integer, Place> places = new HashMap<>();
    private final Map<Integer, Integer> unstored = new HashMap<>();

    ReadMails(String bootstrapServers, String topic) {
        records = new CommittedRecords(bootstrapServers, topic);
    }

    /** Reads what has come. */
    void read() {
        for (ConsumerRecord<byte[], byte[]> record : records.poll(POLL)) {
            String head = new String(record.value(), 0, Math.min(40, record.value().length), StandardCharsets.US_ASCII);
            int number = Integer.parseInt(head.substring(Mailboxes.NUMBER.length(), head.indexOf('\r'))
                    .strip());
            if (number >= 0) {
                counts.merge(number, 1, Integer::sum);
                places.put(
                        number,
                        new Place(
                                header(record, "mail.account"),
                                header(record, "mail.folder"),
                                header(record, "mail.uid")));
            }
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** Reads what is there now. */
    void readToEnd() {
        long end = records.end();
        while (records.isBefore(end)) {
            read();
        }
    }

    /** Takes note of the mails that may come once more, as Connect has been killed and knows nothing of them. */
    void mayRepeatBut(StoredOffsets stored) {
        places.forEach((number, place) -> {
            if (!stored.cover(place)) {
                unstored.merge(number, 1, Integer::sum);
            }
        });
    }

    /** How many mails may have come once more, at whichever kill. */
    int unstored() {
        return unstored.size();
    }

    /** How many mails have come. */
    int mails() {
        return counts.size();
    }

    boolean has(int number) {
        return counts.containsKey(number);
    }

    boolean hasAll(Collection<Integer> numbers) {
        return counts.keySet().containsAll(numbers);
    }

    /** How many records are one too many. */
    long duplicates() {
        return counts.values().stream().mapToLong(count -> count - 1L).sum();
    }

    /** How many of these are of mails that Connect knew as read. */
    long unexplained() {
        return counts.entrySet().stream()
                .mapToLong(mail -> Math.max(0, mail.getValue() - 1 - unstored.getOrDefault(mail.getKey(), 0)))
                .sum();
    }

    @Override
    public void close() {
        records.close();
    }
}
