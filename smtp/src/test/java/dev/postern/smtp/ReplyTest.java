package dev.postern.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.Rfc;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {
    @Test
    @Rfc("5321#4.2.1")
    void theFirstDigitTellsWhetherToTryAgain() {
        assertTrue(Reply.of(250, "OK").isPositive());
        assertTrue(Reply.of(451, "later").isTransient());
        assertTrue(Reply.of(550, "never").isPermanent());
    }

    @Test
    void aLineCannotBreakOutOfTheReply() {
        assertThrows(IllegalArgumentException.class, () -> Reply.of(250, "OK\r\n550 injected"));
        assertThrows(IllegalArgumentException.class, () -> Reply.of(250, "OK\n"));
        assertThrows(IllegalArgumentException.class, () -> new Reply(250, null, List.of("a", "b\r")));
    }

    @Test
    @Rfc("2034#4")
    void theClassOfTheEnhancedCodeAgreesWithTheReply() {
        assertThrows(IllegalArgumentException.class, () -> Reply.of(550, "4.1.1", "contradiction"));
        assertThrows(IllegalArgumentException.class, () -> Reply.of(199, "no such reply"));
        assertThrows(IllegalArgumentException.class, () -> Reply.of(600, "no such reply"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0.0", "4.7.999", "5.10.1"})
    @Rfc("3463#2")
    void readsAndWritesEnhancedCodes(String text) {
        assertEquals(text, EnhancedCode.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5.1", "5.1.1.1", "3.1.1", "5.01.1", "5.1000.1", "5.1.x", " 5.1.1"})
    @Rfc("3463#2")
    void refusesWhatIsNoEnhancedCode(String text) {
        assertThrows(IllegalArgumentException.class, () -> EnhancedCode.parse(text));
    }
}
