package dev.postern.kafka.suppression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuppressionTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    @Test
    void comesBackAsItWasWritten() {
        Suppression untilNoon = new Suppression("550 5.1.1 \"nobody\" ☃", NOON);
        assertEquals(untilNoon, Suppression.read(untilNoon.write()));
        Suppression forEver = new Suppression("complained", null);
        assertEquals(forEver, Suppression.read(forEver.write()));
    }

    @Test
    void countsUntilItExpires() {
        assertTrue(new Suppression("x", NOON).counts(NOON.minusMillis(1)));
        assertFalse(new Suppression("x", NOON).counts(NOON));
        assertTrue(new Suppression("x", null).counts(Instant.MAX));
    }

    @Test
    void aComplaintCountsUntilItIsTakenOff() {
        Suppression complaint = Suppression.read("{\"reason\": \"complaint\"}".getBytes(UTF_8));
        assertEquals(new Suppression("complaint", null), complaint);
        assertTrue(complaint.counts(Instant.MAX));
    }

    @Test
    void whatCountsLongerOutlasts() {
        Suppression noon = new Suppression("x", NOON);
        Suppression later = new Suppression("x", NOON.plusSeconds(1));
        Suppression forEver = new Suppression("complaint", null);
        assertTrue(later.outlasts(noon) && noon.outlasts(noon) && forEver.outlasts(later) && forEver.outlasts(forEver));
        assertFalse(noon.outlasts(later) || later.outlasts(forEver));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unsubscribed", "[1", "{\"expires\": \"tomorrow\"}", "{} {}", "\u0000"})
    void whatIsNotWrittenAsItShouldBeStillSuppresses(String value) {
        assertEquals(new Suppression(value, null), Suppression.read(value.getBytes(UTF_8)));
    }

    @Test
    void aReasonHasItsBounds() {
        assertEquals(
                1_000,
                Suppression.read("x".repeat(100_000).getBytes(UTF_8)).reason().length());
        assertEquals("no reason given", Suppression.read("{}".getBytes(UTF_8)).reason());
    }
}
