package dev.postern.kafka.broker;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * What a sink's group has committed, with its metadata, which Connect does not tell a task.
 *
 * @param group the group of the connector
 * @param admin the settings of an admin client
 */
public record CommittedOffsets(String group, Map<String, Object> admin) {
    private static final long PATIENCE_SECONDS = 30;

    /**
     * The offsets of these partitions; those without one are left out. Waits for the brokers.
     *
     * @throws ConnectException if that can't be known within 30 seconds
     */
    public Map<TopicPartition, OffsetAndMetadata> of(Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        ListConsumerGroupOffsetsSpec wanted =
                new ListConsumerGroupOffsetsSpec().topicPartitions(List.copyOf(partitions));
        try (Admin client = Admin.create(admin)) {
            Map<TopicPartition, OffsetAndMetadata> committed =
                    new HashMap<>(client.listConsumerGroupOffsets(Map.of(group, wanted))
                            .partitionsToOffsetAndMetadata(group)
                            .get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            committed.values().removeIf(offset -> offset == null);
            return committed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while asking what the group " + group + " has committed", e);
        } catch (TimeoutException e) {
            throw unknown("no answer from the brokers within " + PATIENCE_SECONDS + " s", e);
        } catch (ExecutionException | KafkaException e) {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            throw unknown(String.valueOf(cause.getMessage()), cause);
        }
    }

    private ConnectException unknown(String why, Throwable cause) {
        return new ConnectException(
                "what the group " + group + " has committed can't be read: " + why
                        + ". See the settings that begin with " + BrokerConfig.PREFIX
                        + ": the client needs the right to describe the group",
                cause);
    }
}
