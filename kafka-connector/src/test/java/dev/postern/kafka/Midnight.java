package dev.postern.kafka;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** The end of a day in UTC. */
public final class Midnight {
    private static final Duration NEAR = Duration.ofMinutes(3);

    private Midnight() {}

    /** Waits until the day has so long to go that a test sees one day. */
    public static void awaitPassed() {
        await().atMost(NEAR.plusMinutes(1))
                .until(() -> LocalTime.now(ZoneOffset.UTC).isBefore(LocalTime.MAX.minus(NEAR)));
    }
}
