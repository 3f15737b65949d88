package dev.postern.smtp.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientRulesTest {
    @Test
    void errorsWaitLongerAndLongerUpToALimit() {
        Tarpit tarpit = new Tarpit(Duration.ofSeconds(1), Duration.ofSeconds(5), Networks.NONE);
        assertEquals(0, tarpit.millis(Tarpit.FREE));
        assertEquals(1_000, tarpit.millis(Tarpit.FREE + 1));
        assertEquals(2_000, tarpit.millis(Tarpit.FREE + 2));
        assertEquals(5_000, tarpit.millis(Integer.MAX_VALUE));
        assertEquals(0, Tarpit.NONE.millis(100));
    }

    @Test
    void someUsersMaySendMoreOrLess() {
        UserSizes sizes = UserSizes.parse(List.of("bob=100000", "a=b@example.org=20000000"));
        assertEquals(100_000, sizes.most("bob", 1_000_000));
        assertEquals(20_000_000, sizes.most("a=b@example.org", 1_000_000));
        assertEquals(1_000_000, sizes.most("mary", 1_000_000));
        assertEquals(1_000_000, sizes.most(null, 1_000_000));
        assertEquals(20_000_000, sizes.largest());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bob", "=100000", "bob=", "bob=x", "bob=-1", "bob=100", "bob=99999999999999999999"})
    void whatIsNoSizeIsRefused(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> UserSizes.parse(List.of(text)))
                .getMessage();
        assertTrue(message.startsWith(text + " is not a user and a size"), message);
    }
}
