package dev.postern.kafka.broker;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The settings by which our own clients reach Kafka. */
public final class BrokerConfig {
    /** What the settings of a client of Kafka begin with here. */
    public static final String PREFIX = "kafka.";

    /** The brokers; empty: no topic of our own. */
    public static final String SERVERS = PREFIX + CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;

    /** What the promises rest on, and so is not for users to set. */
    private static final Set<String> OURS = Set.of(
            ProducerConfig.ACKS_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            ProducerConfig.RETRIES_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ConsumerConfig.GROUP_ID_CONFIG,
            ConsumerConfig.GROUP_PROTOCOL_CONFIG,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);

    /** Mails are larger than the megabyte that is a producer's default. */
    private static final int LARGEST_REQUEST = 67_108_864;

    private static final int MOST_RECORDS = 50;
    private static final int FETCH_OF_PARTITION = 262_144;
    private static final int FETCH = 8_388_608;

    private final AbstractConfig values;

    public BrokerConfig(AbstractConfig values) {
        this.values = values;
    }

    /** Adds these settings as a group of their own. */
    public static GroupedConfigDef define(GroupedConfigDef settings) {
        return settings.group("Kafka")
                .add(
                        SERVERS,
                        "Brokers",
                        ConfigDef.Type.LIST,
                        "",
                        Importance.MEDIUM,
                        "The brokers of the topics that the connector keeps itself, such as events.topic: host:port, with commas between. Connect does not tell a"
                                + " connector which ones its worker uses. Where they are named, a restart also sends nothing again that was delivered behind a mail"
                                + " that took long. Any setting of a producer, consumer or admin client of Kafka may follow, with kafka. before its"
                                + " name: kafka.security.protocol, kafka.sasl.jaas.config.")
                .open(PREFIX);
    }

    /** Takes note of what is no setting of a client, or not to be set; nothing is asked of the brokers. */
    public void check(SettingErrors errors) {
        Map<String, Object> given = given();
        Set<String> known = new HashSet<>(ProducerConfig.configNames());
        known.addAll(AdminClientConfig.configNames());
        known.addAll(ConsumerConfig.configNames());
        given.forEach((name, value) -> {
            if (OURS.contains(name)) {
                errors.add(PREFIX + name, value, "is set by the connector, whose promises rest on it: leave it out");
            } else if (!known.contains(name)) {
                errors.addUnknown(
                        PREFIX + name, "no producer, consumer or admin client of Kafka has a setting " + name);
            }
        });
        if (!isSet() && given.size() > 0) {
            String first = new TreeSet<>(given.keySet()).first();
            errors.add(PREFIX + first, "", "has no use without " + SERVERS);
        } else if (isSet()) {
            checkServers(errors);
        }
    }

    private void checkServers(SettingErrors errors) {
        for (String server : values.getList(SERVERS)) {
            if (!server.matches("(\\[[0-9a-fA-F:.]+]|[\\w.-]+):\\d{1,5}")) {
                errors.add(SERVERS, server, "must be host:port, with commas between several");
            }
        }
    }

    /** Whether brokers are named. */
    public boolean isSet() {
        return !values.getList(SERVERS).isEmpty();
    }

    /** The settings of an admin client. */
    public Map<String, Object> admin(String clientId) {
        return client(clientId, AdminClientConfig.configNames());
    }

    /** An admin client for the opening of topics. */
    public OwnAdmin openAdmin(String clientId) {
        return new OwnAdmin(admin(clientId));
    }

    /**
     * A writer that loses nothing.
     *
     * @param what a record is, in messages: "an event"
     */
    public OwnProducer openProducer(String clientId, String what) {
        return new OwnProducer(
                what, new KafkaProducer<>(producer(clientId), new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /** The settings of a producer that loses nothing: it gives up only where trying again has no use, or when it is closed. */
    private Map<String, Object> producer(String clientId) {
        Map<String, Object> settings = client(clientId, ProducerConfig.configNames());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        settings.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
        settings.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, (long) LARGEST_REQUEST);
        return settings;
    }

    /** The settings of a consumer in a group, which commits by itself nothing, reads from the start where nothing is committed, and fetches little. */
    public Map<String, Object> consumer(String clientId, String group) {
        Map<String, Object> settings = client(clientId, ConsumerConfig.configNames());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName()));
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_RECORDS);
        settings.putIfAbsent(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_OF_PARTITION);
        settings.putIfAbsent(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH);
        return settings;
    }

    /** The settings of a consumer without a group, which begins where it is told to. */
    public Map<String, Object> reader(String clientId) {
        Map<String, Object> settings = client(clientId, ConsumerConfig.configNames());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return settings;
    }

    private Map<String, Object> client(String clientId, Set<String> names) {
        Map<String, Object> settings = new HashMap<>(given());
        settings.keySet().retainAll(names);
        settings.putIfAbsent(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, List.copyOf(values.getList(SERVERS)));
        return settings;
    }

    private Map<String, Object> given() {
        Map<String, Object> given = new HashMap<>(values.originalsWithPrefix(PREFIX));
        given.remove(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        return given;
    }
}
