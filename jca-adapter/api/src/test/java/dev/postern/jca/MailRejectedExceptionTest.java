package dev.postern.jca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailRejectedExceptionTest {
    @Test
    void refusesForGoodByDefault() {
        MailRejectedException refusal = new MailRejectedException("Not for us");
        assertEquals(550, refusal.code());
        assertEquals("5.7.1", refusal.enhancedCode());
        assertEquals("Not for us", refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "250, 2.0.0, fine",
        "600, 5.0.0, x",
        "550, 4.7.1, contradiction",
        "550, 5.7, short",
        "550, 5.7.1, ''",
        "550, 5.7.1, Grüße"
    })
    void whatIsNoRefusalIsRefused(int code, String enhanced, String text) {
        assertThrows(IllegalArgumentException.class, () -> new MailRejectedException(code, enhanced, text));
    }

    @Test
    void theTextCanNotBreakOutOfTheReply() {
        assertThrows(
                IllegalArgumentException.class, () -> new MailRejectedException(550, "5.7.1", "no\r\n250 2.0.0 yes"));
    }
}
