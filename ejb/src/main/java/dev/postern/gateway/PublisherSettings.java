package dev.postern.gateway;

import dev.postern.jca.config.OutsideSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Where mail is written to, from system properties and the environment.
 *
 * @param topic the topic's name
 * @param producer the settings of the Kafka producer
 */
record PublisherSettings(String topic, Map<String, Object> producer) {
    /** The name of the listener whose mail is published: its settings are {@code postern.gateway.*}. */
    static final String LISTENER = "gateway";

    /** The largest message unless set otherwise: with its headers it fits into a record that brokers take by default. */
    static final String DEFAULT_MESSAGE_SIZE = "983040";

    private static final String KAFKA = "kafka";
    private static final String TOPIC = "topic";
    private static final String BOOTSTRAP = "bootstrap.servers";
    private static final String MAX_BLOCK = "max.block.ms";
    private static final String DELIVERY_TIMEOUT = "delivery.timeout.ms";
    private static final String REPLY_DEADLINE = "reply.deadline.ms";
    private static final String DEFAULT_REPLY_DEADLINE = "120000";

    /** What a record needs beside the message: key, headers and framing. */
    private static final long RECORD_OVERHEAD = 65_536;

    private static final long LEAST_BUFFER = 32L << 20;

    /**
     * As they are set now.
     *
     * @throws IllegalArgumentException naming the setting that is wrong and what is allowed
     */
    static PublisherSettings read() {
        return of(OutsideSettings.of(KAFKA), OutsideSettings.of(LISTENER));
    }

    /**
     * @param kafka the group {@code kafka}: the topic, and any setting of the Kafka producer
     * @param listener the group of the listener, whose limits the producer's must fit
     */
    static PublisherSettings of(OutsideSettings kafka, OutsideSettings listener) {
        long messageSize = number(
                LISTENER, "message.size.max", listener.get("message.size.max").orElse(DEFAULT_MESSAGE_SIZE));
        Map<String, Object> producer = new HashMap<>();
        defaults(messageSize).forEach(setting -> producer.put(setting.key(), setting.value()));
        producer.putAll(kafka.all());
        String topic = String.valueOf(producer.remove(TOPIC)).strip();
        refuseUnknown(producer);
        producer.put("acks", "all"); // 250 means that the mail is durable
        checkNesting(producer, listener.get(REPLY_DEADLINE).orElse(DEFAULT_REPLY_DEADLINE));
        if (topic.isEmpty()) {
            throw new IllegalArgumentException(outside(KAFKA, TOPIC) + " is empty: set it to the topic for the mail");
        }
        return new PublisherSettings(topic, Map.copyOf(producer));
    }

    /**
     * What is set unless it is set otherwise.
     *
     * @param key its name behind {@code postern.kafka.}
     */
    record Default(String key, String value, String meaning) {}

    /** @param messageSize the largest message of the listener in octets */
    static List<Default> defaults(long messageSize) {
        long record = messageSize + RECORD_OVERHEAD;
        return List.of(
                new Default(TOPIC, "mail-in", "The topic for the mail."),
                new Default(BOOTSTRAP, "localhost:9092", "Brokers, as host:port separated by commas."),
                new Default("client.id", "postern-gateway", "How brokers know us in logs and quotas."),
                new Default(
                        MAX_BLOCK,
                        "30000",
                        "How long to wait for the topic's metadata or for room in the buffer, in milliseconds; together with "
                                + DELIVERY_TIMEOUT + " below the listener's reply.deadline.ms."),
                new Default(
                        DELIVERY_TIMEOUT,
                        "60000",
                        "How long to wait for the broker's acknowledgement, in milliseconds; then the client is told 451."),
                new Default("linger.ms", "0", "A record never waits for others: its client waits for it."),
                new Default("batch.size", "524288", "Octets of records that leave together when many come at once."),
                new Default(
                        "max.request.size",
                        String.valueOf(record),
                        "The largest record in octets. By default what the listener's message.size.max needs; the topic's"
                                + " max.message.bytes must allow it too, else the mail is answered 552."),
                new Default(
                        "buffer.memory",
                        String.valueOf(Math.max(LEAST_BUFFER, 4 * record)),
                        "Octets of records that wait for the broker. By default four of the largest, at least 32 MiB."));
    }

    /** The brokers, for messages. */
    String brokers() {
        return String.valueOf(producer.get(BOOTSTRAP));
    }

    // a plug-in of the producer may have settings of its own
    private static void refuseUnknown(Map<String, Object> producer) {
        if (producer.containsKey(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG)
                || producer.containsKey(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG)) {
            return;
        }
        for (String key : producer.keySet()) {
            if (!ProducerConfig.configNames().contains(key)) {
                throw new IllegalArgumentException(outside(KAFKA, key) + " is neither " + outside(KAFKA, TOPIC)
                        + " nor a setting of Kafka's producer; the environment spells it "
                        + outside(KAFKA, key).toUpperCase(Locale.ROOT).replace('.', '_'));
            }
        }
    }

    // a record that the broker takes after the client was told 451 would be a duplicate
    private static void checkNesting(Map<String, Object> producer, String replyDeadline) {
        long blocked = number(KAFKA, MAX_BLOCK, producer.get(MAX_BLOCK));
        long delivery = number(KAFKA, DELIVERY_TIMEOUT, producer.get(DELIVERY_TIMEOUT));
        long deadline = number(LISTENER, REPLY_DEADLINE, replyDeadline);
        if (blocked + delivery >= deadline) {
            throw new IllegalArgumentException(outside(KAFKA, MAX_BLOCK) + " = " + blocked + " and "
                    + outside(KAFKA, DELIVERY_TIMEOUT) + " = " + delivery + " must together be below "
                    + outside(LISTENER, REPLY_DEADLINE) + " = " + deadline);
        }
    }

    private static long number(String group, String key, @Nullable Object value) {
        try {
            return Long.parseLong(String.valueOf(value).strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(outside(group, key) + " = " + value + " must be a whole number", e);
        }
    }

    private static String outside(String group, String key) {
        return "postern." + group + "." + key;
    }
}
