package dev.postern.smtp.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.Rfc;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimitsTest {
    @Test
    @Rfc("5321#4.5.3.1.7")
    void aMessageOf64KilobytesCannotBeForbidden() {
        assertEquals(65_536, Limits.DEFAULT.withMessageSize(65_536).messageSize());
        IllegalArgumentException failure =
                assertThrows(IllegalArgumentException.class, () -> Limits.DEFAULT.withMessageSize(65_535));
        assertEquals("messageSize is 65535, but must be at least 65536", failure.getMessage());
    }

    @Test
    @Rfc("5321#4.5.3.1.8")
    void aHundredRecipientsCannotBeForbidden() {
        assertEquals(100, Limits.DEFAULT.withRecipients(100).recipients());
        assertThrows(IllegalArgumentException.class, () -> Limits.DEFAULT.withRecipients(99));
    }

    @Test
    @Rfc("5321#4.5.3.1.4")
    void aCommandLineOf512OctetsCannotBeForbidden() {
        Duration minute = Duration.ofMinutes(1);
        assertEquals(512, new Limits(65_536, 100, 512, 1, 1, 10, minute, minute, minute).commandLine());
        assertThrows(
                IllegalArgumentException.class, () -> new Limits(65_536, 100, 511, 1, 1, 10, minute, minute, minute));
    }

    @Test
    @Rfc("5321#4.5.3.2.7")
    void aClientHasFiveMinutesForItsNextCommandUnlessToldOtherwise() {
        assertTrue(Limits.DEFAULT.commandTimeout().compareTo(Duration.ofMinutes(5)) >= 0);
    }
}
