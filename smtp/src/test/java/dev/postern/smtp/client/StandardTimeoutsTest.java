package dev.postern.smtp.client;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.Rfc;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StandardTimeoutsTest {
    private static final ClientSettings.Timeouts STANDARD = ClientSettings.Timeouts.STANDARD;

    @Test
    @Rfc({"5321#4.5.3.2.1", "5321#4.5.3.2.2", "5321#4.5.3.2.3"})
    void theGreetingMailAndRcptHaveFiveMinutes() {
        assertTrue(STANDARD.command().compareTo(Duration.ofMinutes(5)) >= 0);
    }

    @Test
    @Rfc("5321#4.5.3.2.4")
    void theGoAheadOfDataHasTwoMinutes() {
        assertTrue(STANDARD.dataInit().compareTo(Duration.ofMinutes(2)) >= 0);
    }

    @Test
    @Rfc({"5321#4.5.3.2.5", "5321#4.5.3.2.6"})
    void theContentAndTheReplyToItHaveTenMinutes() {
        assertTrue(STANDARD.dataEnd().compareTo(Duration.ofMinutes(10)) >= 0);
    }
}
