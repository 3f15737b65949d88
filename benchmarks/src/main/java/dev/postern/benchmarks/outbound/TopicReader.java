package dev.postern.benchmarks.outbound;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads as many records as a line of its input asks for, goes on behind them at the next, and does nothing else. */
public final class TopicReader {
    private TopicReader() {}

    /** @param arguments bootstrap servers, and a topic of one partition */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = System.out;
        out.println(0); // it listens on no port
        Map<String, Object> settings = Map.of("bootstrap.servers", arguments[0], "auto.offset.reset", "earliest");
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
                KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(arguments[1], 0)));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                int wanted = Integer.parseInt(line);
                while (wanted > 0) {
                    wanted -= consumer.poll(Duration.ofSeconds(1)).count();
                }
                out.println(line);
            }
        }
    }
}
