package dev.postern.jca.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void eachIsInTheClassOfTheMostThatItMayBe() {
        Latencies latencies = new Latencies();
        Stream.of(
                        Duration.ZERO,
                        Duration.ofMillis(1),
                        Duration.ofNanos(1_000_001),
                        Duration.ofMillis(3),
                        Duration.ofMillis(4),
                        Duration.ofMinutes(5),
                        Duration.ofDays(1))
                .forEach(latencies::add);
        assertEquals(Map.of(1L, 2L, 3L, 2L, 10L, 1L, 300_000L, 1L, Long.MAX_VALUE, 1L), latencies.counts());
    }
}
