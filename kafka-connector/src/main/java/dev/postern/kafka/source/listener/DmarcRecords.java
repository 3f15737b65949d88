package dev.postern.kafka.source.listener;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** What a listener has counted for the owners of domains, as records of a topic: the key is the domain. */
final class DmarcRecords {
    private final String listener;
    private final String topic;
    private final boolean structured;
    private final DmarcTally tally = new DmarcTally(Clock.systemUTC());

    /** @param structured whether the converter takes structs; else they are written as JSON */
    DmarcRecords(String listener, String topic, boolean structured) {
        this.listener = listener;
        this.topic = topic;
        this.structured = structured;
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
                structured ? DmarcSchema.SCHEMA : Schema.BYTES_SCHEMA,
                structured ? count : StructJson.of(count));
    }
}
