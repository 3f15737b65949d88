package dev.postern.kafka.deferred;

import dev.postern.mail.InvalidMailException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** A record of deferred mail that is to be looked at now. */
public record Due(ConsumerRecord<byte[], byte[]> record) {
    /** Where it stands. */
    public TopicPartition partition() {
        return new TopicPartition(record.topic(), record.partition());
    }

    public long offset() {
        return record.offset();
    }

    /**
     * The mail that waits.
     *
     * @throws InvalidMailException if it is no record of ours
     */
    public PendingMail mail() {
        return DeferredRecord.read(record);
    }
}
