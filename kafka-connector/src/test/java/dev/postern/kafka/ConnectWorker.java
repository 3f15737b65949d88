package dev.postern.kafka;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo.TaskState;
import org.apache.kafka.connect.util.clusters.EmbeddedConnectCluster;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/** A worker beside a broker, both in this process: started for the first test class that asks for it, stopped behind the last. */
public final class ConnectWorker implements BeforeAllCallback {
    /** What the broker takes: more than any test sends. */
    public static final int LARGEST_RECORD = 31_457_280;

    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";
    private static final String STRING = "org.apache.kafka.connect.storage.StringConverter";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static EmbeddedConnectCluster connect;

    @Override
    public void beforeAll(ExtensionContext context) {
        connect = context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(Running.class)
                .cluster;
    }

    /** Lives as long as the whole run of tests. */
    static final class Running implements CloseableResource {
        private final EmbeddedConnectCluster cluster;

        Running() {
            Map<String, String> worker = new HashMap<>();
            worker.put("offset.flush.interval.ms", "60000");
            worker.put("connector.client.config.override.policy", "All");
            Properties broker = new Properties();
            broker.put("message.max.bytes", String.valueOf(LARGEST_RECORD));
            cluster = new EmbeddedConnectCluster.Builder()
                    .name("postern")
                    .numWorkers(1)
                    .numBrokers(1)
                    .workerProps(worker)
                    .brokerProps(broker)
                    .build();
            cluster.start();
        }

        @Override
        public void close() {
            cluster.stop();
        }
    }

    /** Starts a connector of one task, and waits until it runs. */
    public static void run(String name, Class<?> connector, Map<String, String> settings) throws InterruptedException {
        configure(name, connector, settings);
        connect.assertions().assertConnectorAndExactlyNumTasksAreRunning(name, 1, name + " did not start");
    }

    /** Asks for a connector of one task, over REST. */
    public static void configure(String name, Class<?> connector, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "connector.class", connector.getName(),
                "tasks.max", "1",
                "key.converter", STRING,
                "value.converter", BYTES,
                "header.converter", STRING));
        all.putAll(settings);
        connect.configureConnector(name, all);
    }

    /** The settings of a sink whose relay is on this loopback port. */
    public static Map<String, String> sinkSettings(String topic, int relay) {
        return new HashMap<>(Map.of(
                "topics", topic,
                "smtp.host", "127.0.0.1",
                "smtp.port", String.valueOf(relay),
                "smtp.tls", "none",
                "smtp.hello", "gateway.example.org"));
    }

    /** The settings of a source on this loopback port, for mail of up to 20 MiB. */
    public static Map<String, String> sourceSettings(String topic, int port) {
        return new HashMap<>(Map.of(
                "topic", topic,
                "listen.port", String.valueOf(port),
                "hostname", "gateway.example.org",
                "message.size.max", "20971520",
                "producer.override.max.request.size", "21037056",
                "producer.override.linger.ms", "0"));
    }

    public static void delete(String name) {
        connect.deleteConnector(name);
    }

    public static EmbeddedConnectCluster cluster() {
        return connect;
    }

    /** Makes a topic of one partition that takes large records. */
    public static void createTopic(String topic) {
        connect.kafka().createTopic(topic, 1, 1, Map.of("max.message.bytes", String.valueOf(LARGEST_RECORD)));
    }

    public static void produce(String topic, byte[] value) throws Exception {
        produce(topic, value, System.currentTimeMillis());
    }

    /** Stores a record of this time, in milliseconds since 1970. */
    public static void produce(String topic, byte[] value, long time) throws Exception {
        produce(new ProducerRecord<>(topic, null, time, null, value));
    }

    /** Stores a record with headers. */
    public static void produce(String topic, byte[] value, Map<String, String> headers) throws Exception {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        produce(record);
    }

    private static void produce(ProducerRecord<byte[], byte[]> record) throws Exception {
        try (var producer = connect.kafka()
                .createProducer(Map.of("max.request.size", LARGEST_RECORD, "buffer.memory", 2L * LARGEST_RECORD))) {
            producer.send(record).get();
        }
    }

    /** How many records of its topics a group has done with, in all. */
    public static long committed(String group) throws Exception {
        try (var admin = connect.kafka().createAdminClient()) {
            return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().values().stream()
                    .mapToLong(offset -> offset == null ? 0 : offset.offset())
                    .sum();
        }
    }

    /** The first record of a topic. */
    public static ConsumerRecord<byte[], byte[]> firstRecord(String topic) {
        return connect.kafka().consume(1, PATIENCE.toMillis(), topic).iterator().next();
    }

    /** Waits until the only task of a connector has failed, and gives what REST tells of it. */
    public static String awaitFailure(String connector) {
        TaskState failed = await().atMost(PATIENCE)
                .until(
                        () -> task(connector),
                        task -> task != null && task.state().equals("FAILED"));
        return failed.trace();
    }

    private static TaskState task(String connector) {
        ConnectorStateInfo status = connect.connectorStatus(connector);
        return status == null || status.tasks().isEmpty()
                ? null
                : status.tasks().get(0);
    }
}
