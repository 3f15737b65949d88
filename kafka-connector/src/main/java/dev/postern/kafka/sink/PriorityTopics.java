package dev.postern.kafka.sink;

import dev.postern.kafka.record.OutgoingMail;
import dev.postern.kafka.record.Priority;
import dev.postern.mail.Demands;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** The topics whose mail goes first. */
record PriorityTopics(Set<String> names) {
    boolean has(TopicPartition partition) {
        return names.contains(partition.topic());
    }

    /** The mail as one of its partition: with a high priority at least, where that is of such a topic. */
    OutgoingMail lift(OutgoingMail mail, TopicPartition partition) {
        Demands demands = mail.envelope().demands();
        if (!has(partition) || demands.priority() > 0) {
            return mail;
        }
        return new OutgoingMail(
                mail.envelope().toBuilder()
                        .demands(demands.withPriority(Priority.HIGH))
                        .build(),
                mail.message());
    }
}
