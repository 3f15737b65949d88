package dev.postern.kafka.broker;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * A topic that the connector keeps itself.
 *
 * @param name what it is called
 * @param setting the key of the setting that names it, for messages
 * @param partitions with which it is created
 * @param replicas with which it is created; -1 for the broker's default
 * @param configs with which it is created
 */
public record OwnTopic(String name, String setting, int partitions, int replicas, Map<String, String> configs) {
    private static final long PATIENCE_SECONDS = 30;
    private static final long PAUSE_MILLIS = 100;

    /** An admin client at work. */
    @FunctionalInterface
    private interface Work<T> {
        T with(Admin admin) throws InterruptedException, ExecutionException, TimeoutException;
    }

    /**
     * Makes sure that it is there.
     *
     * @return how many partitions it has
     * @throws ConnectException if that can't be done within 30 seconds; the message names the topic, its setting and the remedy
     */
    public int createIfMissing(OwnAdmin admins) {
        return ask(admins, admin -> {
            int found = partitions(admin);
            return found > 0 ? found : create(admin);
        });
    }

    /**
     * How one of its configs is set.
     *
     * @return null where it has no such config
     * @throws ConnectException if that can't be known within 30 seconds
     */
    public @Nullable String config(OwnAdmin admins, String config) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
        return ask(
                        admins,
                        admin -> Optional.ofNullable(admin.describeConfigs(List.of(resource))
                                        .all()
                                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                                        .getOrDefault(resource, new Config(List.of()))
                                        .get(config))
                                .map(entry -> entry.value()))
                .orElse(null);
    }

    /**
     * Makes sure that the last record of each key is kept.
     *
     * @param what would be lost otherwise
     * @throws ConnectException if that is not so; the message names the remedy
     */
    public void checkCompacted(OwnAdmin admins, String what) {
        String policy = config(admins, TopicConfig.CLEANUP_POLICY_CONFIG);
        if (policy != null && !policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            throw new ConnectException(this + " would forget " + what + ": set its " + TopicConfig.CLEANUP_POLICY_CONFIG
                    + ", which is " + policy + ", to " + TopicConfig.CLEANUP_POLICY_COMPACT);
        }
    }

    private <T> T ask(OwnAdmin admins, Work<T> work) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try {
            while (true) {
                try {
                    return work.with(admins.client());
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof RetriableException) || System.nanoTime() - deadline > 0) {
                        throw e;
                    }
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS); // not every broker knows of a new topic yet
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while looking for the topic " + name, e);
        } catch (TimeoutException e) {
            throw new ConnectException(
                    this + " can't be looked up: no answer from the brokers within " + PATIENCE_SECONDS
                            + " s. Are those of " + BrokerConfig.SERVERS + " up, and the settings of security right?",
                    e);
        } catch (ExecutionException | KafkaException e) {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            throw new ConnectException(this + " can't be had: " + why(cause) + ". " + remedy(cause), cause);
        }
    }

    /** What went wrong first: a client that can't be made says so, and the reason is beneath. */
    private static String why(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage());
    }

    private String remedy(Throwable failure) {
        if (failure instanceof InvalidReplicationFactorException) {
            return "Set " + setting + ".replication.factor to the number of brokers at most";
        }
        if (failure instanceof KafkaException && !(failure instanceof ApiException)) { // of the client itself
            return "See " + BrokerConfig.SERVERS + " and the settings of security, which begin with "
                    + BrokerConfig.PREFIX;
        }
        return "Create it, or let the connector do so; see also the settings that begin with " + BrokerConfig.PREFIX;
    }

    /** How many there are; 0 where the topic is not there. */
    private int partitions(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        try {
            Map<String, TopicDescription> found =
                    admin.describeTopics(List.of(name)).allTopicNames().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return found.values().stream()
                    .mapToInt(topic -> topic.partitions().size())
                    .sum();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return 0;
            }
            throw e;
        }
    }

    private int create(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        Optional<Short> factor = replicas == -1 ? Optional.empty() : Optional.of((short) replicas);
        NewTopic topic = new NewTopic(name, Optional.of(partitions), factor).configs(configs);
        try {
            admin.createTopics(List.of(topic)).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) { // another task was faster
                throw e;
            }
        }
        return partitions;
    }

    /** For messages. */
    @Override
    public String toString() {
        return "the topic " + name + " of " + setting;
    }
}
