package dev.postern.jca.outbound.kafka;

import dev.postern.mail.FilePrivacy;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigValue;

/**
 * Which topic takes the mail of a connection factory, and how its brokers are reached.
 *
 * @param topic the topic's name
 * @param producer the settings of the Kafka producer; may hold secrets
 */
public record TopicSettings(String topic, Map<String, Object> producer) {
    private static final String TOPIC = "topic";
    private static final String SERVERS = "bootstrap.servers";
    private static final String FILE = "kafka.properties";

    /** The names of the factory's settings that are read here. */
    public static final List<String> KEYS = List.of(TOPIC, SERVERS, FILE);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,249}"); // as Kafka has it
    private static final Pattern SERVER = Pattern.compile("(?<host>\\[[0-9a-fA-F:.]+]|[\\w.-]+):\\d{1,5}");

    /** What the promises rest on. */
    private static final Set<String> OURS = Set.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            ProducerConfig.ACKS_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            ProducerConfig.RETRIES_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG);

    /** How long a mail waits for the topic to be found or for room in memory, and how long for the broker's word, in milliseconds: an application waits for both. */
    static final int BLOCK_MS = 15_000;

    private static final int DELIVERY_MS = 30_000;
    private static final int REQUEST_MS = 10_000;

    /** Mails are larger than the megabyte that is a producer's default; what the topic takes is said by its own limit. */
    private static final int LARGEST_REQUEST = 67_108_864;

    private static final int BATCH = 524_288;

    public TopicSettings {
        producer = Map.copyOf(producer);
    }

    /**
     * Reads them; nothing is asked of the brokers.
     *
     * @param factory the connection factory's name, by which brokers know it; may be empty
     * @param texts gives the text of each of the {@link #KEYS}, empty where it is not set
     * @param wrong is told each setting that is wrong, and the remedy
     */
    public static TopicSettings read(String factory, Map<String, String> texts, BiConsumer<String, String> wrong) {
        String topic = texts.getOrDefault(TOPIC, "").strip();
        if (topic.isEmpty()) {
            wrong.accept(TOPIC, "set the topic for the mail, such as mail-out");
        } else if (!NAME.matcher(topic).matches() || topic.equals(".") || topic.equals("..")) {
            wrong.accept(TOPIC, "must be of up to 249 letters, digits, dots, dashes and underscores");
        }
        List<String> servers = Stream.of(texts.getOrDefault(SERVERS, "").split(",", -1))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
        if (servers.isEmpty()) {
            wrong.accept(SERVERS, "set the brokers, such as broker1:9092,broker2:9092");
        } else if (!servers.stream().allMatch(each -> SERVER.matcher(each).matches())) {
            wrong.accept(SERVERS, "must be host:port, with commas between several");
        }
        Map<String, Object> producer = defaults(factory);
        String file = texts.getOrDefault(FILE, "").strip();
        if (!file.isEmpty()) {
            producer.putAll(file(file, wrong));
        }
        producer.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, String.join(",", servers));
        producer.put(ProducerConfig.ACKS_CONFIG, "all"); // what is acknowledged is durable
        producer.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        producer.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, String.valueOf(BLOCK_MS));
        producer.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, String.valueOf(DELIVERY_MS));
        producer.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, String.valueOf(REQUEST_MS));
        return new TopicSettings(topic, producer);
    }

    private static Map<String, Object> defaults(String factory) {
        Map<String, Object> producer = new HashMap<>();
        producer.put(ProducerConfig.CLIENT_ID_CONFIG, factory.isEmpty() ? "postern" : "postern-" + factory);
        producer.put(ProducerConfig.LINGER_MS_CONFIG, "0"); // an application waits for the record
        producer.put(ProducerConfig.BATCH_SIZE_CONFIG, String.valueOf(BATCH));
        producer.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(LARGEST_REQUEST));
        producer.put(ProducerConfig.BUFFER_MEMORY_CONFIG, String.valueOf(LARGEST_REQUEST));
        return producer;
    }

    private static Map<String, String> file(String name, BiConsumer<String, String> wrong) {
        Properties properties = new Properties();
        try {
            Path file = Path.of(name);
            FilePrivacy.check(file); // it holds passwords
            try (InputStream in = Files.newInputStream(file)) {
                properties.load(in);
            }
        } catch (IOException | InvalidPathException e) {
            wrong.accept(FILE, "can't be read: " + e.getMessage());
        } catch (IllegalArgumentException e) { // its message might hold what stands there
            wrong.accept(FILE, "is no file of properties: look for a backslash with u behind it");
        }
        Map<String, String> settings = new HashMap<>();
        properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        check(settings, wrong);
        return settings;
    }

    private static void check(Map<String, String> settings, BiConsumer<String, String> wrong) {
        for (ConfigValue value : ProducerConfig.configDef().validate(settings)) {
            if (settings.containsKey(value.name()) && !value.errorMessages().isEmpty()) {
                wrong.accept(FILE, String.join("; ", value.errorMessages()));
            }
        }
        settings.keySet().stream().sorted().forEach(key -> {
            if (OURS.contains(key)) {
                wrong.accept(FILE, "sets " + key + ", which is the adapter's: leave it out");
            } else if (!ProducerConfig.configNames().contains(key)) {
                wrong.accept(FILE, "sets " + key + ", which is no setting of Kafka's producer: leave it out");
            }
        });
    }

    /** The brokers, with commas between. */
    String brokers() {
        return String.valueOf(producer.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG));
    }

    /** Whether no broker's name can be found in DNS now, so that no producer can be made. */
    boolean isUnresolved() {
        return Stream.of(brokers().split(",", -1)).noneMatch(server -> {
            try {
                return InetAddress.getByName(server.substring(0, server.lastIndexOf(':')))
                                .getAddress()
                                .length
                        > 0;
            } catch (UnknownHostException e) {
                return false;
            }
        });
    }

    /** Where mail goes; no secret. */
    @Override
    public String toString() {
        return "topic:" + topic + " of " + brokers();
    }
}
