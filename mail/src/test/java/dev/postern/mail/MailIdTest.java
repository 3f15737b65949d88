package dev.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MailIdTest {
    private static String at(long millis) {
        return MailId.next(Clock.fixed(Instant.ofEpochMilli(millis), ZoneOffset.UTC));
    }

    @Test
    void isTwentySixLettersAndDigits() {
        assertTrue(at(1_700_000_000_000L).matches("[0-9A-HJKMNP-TV-Z]{26}"));
    }

    @Test
    void laterIdsSortLater() {
        assertTrue(at(1_700_000_000_000L).compareTo(at(1_700_000_000_001L)) < 0);
        assertTrue(at(1_700_000_000_031L).compareTo(at(1_700_000_000_032L)) < 0);
    }

    @Test
    void idsOfOneMillisecondDiffer() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            ids.add(at(0));
        }
        assertEquals(10_000, ids.size());
    }
}
