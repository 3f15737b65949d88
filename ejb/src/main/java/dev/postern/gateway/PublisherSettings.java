package dev.postern.gateway;

import dev.postern.jca.config.OutsideSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

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
    private static final String DELIVERY_TIMEOUT = "delivery.timeout.ms";
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
        long messageSize = number(LISTENER, "message.size.max", listener, DEFAULT_MESSAGE_SIZE);
        long largestRecord = messageSize + RECORD_OVERHEAD;
        Map<String, Object> producer = new HashMap<>();
        producer.put(BOOTSTRAP, "localhost:9092");
        producer.put("client.id", "postern-gateway");
        producer.put("linger.ms", "0"); // a client waits for each record
        producer.put("batch.size", "524288");
        producer.put("max.request.size", String.valueOf(largestRecord));
        producer.put("buffer.memory", String.valueOf(Math.max(LEAST_BUFFER, 4 * largestRecord)));
        producer.put(DELIVERY_TIMEOUT, "60000");
        producer.put("max.block.ms", "30000");
        producer.putAll(kafka.all());
        producer.remove(TOPIC);
        producer.put("acks", "all"); // 250 means that the mail is durable
        checkNesting(kafka, listener);
        String topic = kafka.get(TOPIC).orElse("mail-in").strip();
        if (topic.isEmpty()) {
            throw new IllegalArgumentException(outside(KAFKA, TOPIC) + " is empty: set it to the topic for the mail");
        }
        return new PublisherSettings(topic, Map.copyOf(producer));
    }

    /** The brokers, for messages. */
    String brokers() {
        return String.valueOf(producer.get(BOOTSTRAP));
    }

    // a record that the broker takes after the client was told 451 would be a duplicate
    private static void checkNesting(OutsideSettings kafka, OutsideSettings listener) {
        long blocked = number(KAFKA, "max.block.ms", kafka, "30000");
        long delivery = number(KAFKA, DELIVERY_TIMEOUT, kafka, "60000");
        long deadline = number(LISTENER, "reply.deadline.ms", listener, DEFAULT_REPLY_DEADLINE);
        if (blocked + delivery >= deadline) {
            throw new IllegalArgumentException(outside(KAFKA, "max.block.ms") + " = " + blocked + " and "
                    + outside(KAFKA, DELIVERY_TIMEOUT) + " = " + delivery + " must together be below "
                    + outside(LISTENER, "reply.deadline.ms") + " = " + deadline);
        }
    }

    private static long number(String group, String key, OutsideSettings settings, String otherwise) {
        Optional<String> set = settings.get(key);
        try {
            return Long.parseLong(set.orElse(otherwise).strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    outside(group, key) + " = " + set.orElse("") + " must be a whole number", e);
        }
    }

    private static String outside(String group, String key) {
        return "postern." + group + "." + key;
    }
}
