package dev.postern.kafka.broker;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * A topic that the connector keeps itself.
 *
 * @param name what it is called
 * @param setting the key of the setting that names it, for messages
 * @param partitions with which it is created
 * @param replicas with which it is created; -1 for the broker's default
 */
public record OwnTopic(String name, String setting, int partitions, int replicas) {
    private static final long PATIENCE_SECONDS = 30;

    /**
     * Makes sure that it is there.
     *
     * @throws ConnectException if that can't be done within 30 seconds; the message names the topic, its setting and the remedy
     */
    public void createIfMissing(Map<String, Object> adminSettings) {
        try (Admin admin = Admin.create(adminSettings)) {
            if (!isThere(admin)) {
                create(admin);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while looking for the topic " + name, e);
        } catch (TimeoutException e) {
            throw new ConnectException(
                    at() + " can't be looked up: no answer from the brokers within " + PATIENCE_SECONDS
                            + " s. Are those of " + BrokerConfig.SERVERS + " up, and the settings of security right?",
                    e);
        } catch (ExecutionException | KafkaException e) {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            throw new ConnectException(
                    at() + " can't be had: " + cause.getMessage()
                            + ". Create it, or let the connector do so; see also the settings that begin with "
                            + BrokerConfig.PREFIX,
                    cause);
        }
    }

    private boolean isThere(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        try {
            admin.describeTopics(List.of(name)).allTopicNames().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }

    private void create(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        Optional<Short> factor = replicas == -1 ? Optional.empty() : Optional.of((short) replicas);
        NewTopic topic = new NewTopic(name, Optional.of(partitions), factor);
        try {
            admin.createTopics(List.of(topic)).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) { // another task was faster
                throw e;
            }
        }
    }

    private String at() {
        return "the topic " + name + " of " + setting;
    }
}
