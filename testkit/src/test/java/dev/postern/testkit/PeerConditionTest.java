package dev.postern.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

class PeerConditionTest {
    @Test
    void aTestWhosePeersAreHereRuns() {
        assertFalse(new PeerCondition(true).judge(Stream.of("sh", "cat")).isDisabled());
    }

    @Test
    void aTestWithoutItsPeerIsSkippedSayingWhatToInstall() {
        ConditionEvaluationResult result = new PeerCondition(false).judge(Stream.of("sh", "no-such-mailer"));
        assertTrue(result.isDisabled());
        assertEquals(
                "no-such-mailer is not installed: install the package no-such-mailer, keeping its services stopped",
                result.getReason().orElseThrow());
    }

    @Test
    void aTestWithoutItsPeerFailsWherePeersAreRequired() {
        PeerCondition required = new PeerCondition(true);
        Stream<String> programs = Stream.of("no-such-mailer");
        IllegalStateException failure = assertThrows(IllegalStateException.class, () -> required.judge(programs));
        assertTrue(failure.getMessage().contains("install the package no-such-mailer"), failure.getMessage());
        assertTrue(failure.getMessage().contains("POSTERN_PEERS_REQUIRED"), failure.getMessage());
    }

    @Test
    void theProgramsAreThoseOfTheAnnotation() {
        assertEquals(
                List.of("postfix", "swaks"),
                PeerCondition.programs(PostfixTest.class).toList());
        assertEquals(List.of(), PeerCondition.programs(PeerConditionTest.class).toList());
    }
}
