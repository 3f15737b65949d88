package dev.postern.kafka.source.listener;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;

/** What a listener has counted for the owners of domains, as records of a topic: the key is the domain. */
final class DmarcRecords {
    private final String listener;
    private final String topic;
    private final @Nullable Converter json;
    private final DmarcTally tally = new DmarcTally(Clock.systemUTC());

    /** @param structured whether the converter takes structs; else they are written as JSON */
    DmarcRecords(String listener, String topic, boolean structured) {
        this.listener = listener;
        this.topic = topic;
        this.json = structured ? null : json();
    }

    /** The worker's own converter, as events have it by default. */
    static Converter json() {
        try {
            Converter converter = Utils.newInstance("org.apache.kafka.connect.json.JsonConverter", Converter.class);
            converter.configure(Map.of("schemas.enable", "false"), false);
            return converter;
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("every worker has a converter to JSON", e);
        }
    }

    DmarcTally tally() {
        return tally;
    }

    List<SourceRecord> due() {
        return tally.due().stream().map(this::record).toList();
    }

    private SourceRecord record(Struct count) {
        return new SourceRecord(
                Map.of("listener", listener),
                Map.of("dmarc", UUID.randomUUID().toString()), // each of its own, as those of mail
                topic,
                Schema.STRING_SCHEMA,
                count.getString("domain"),
                json == null ? DmarcSchema.SCHEMA : Schema.BYTES_SCHEMA,
                json == null ? count : json.fromConnectData(topic, DmarcSchema.SCHEMA, count));
    }
}
