package dev.postern.mail.arrival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Domain;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedReturnPathTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final String OLD = "an old key of more than 32 characters";
    private static final String NEW = "a new key, also of more than 32 characters";
    private static final SignedReturnPath PATHS = SignedReturnPath.of("# keys\n" + NEW + "\n\n" + OLD);
    private static final Address BOB = Address.parse("Bob@example.net");
    private static final Domain US = Domain.parse("bounces.example.org");
    private static final String ID = "01KB2M3N4P5Q6R7S8T9V0W1X2Y";

    @Test
    void whatWeHaveSignedIsOurs() {
        Address path = PATHS.sign(ID, BOB, US, NOON);
        assertTrue(path.localPart().length() <= 64, path::toString);
        SignedReturnPath.Proof proof =
                PATHS.verify(path, NOON.plus(Duration.ofDays(30))).orElseThrow();
        assertEquals(ID, proof.mail());
        assertTrue(proof.isOf("bob@EXAMPLE.net"));
        assertFalse(proof.isOf("cy@example.net"), "it speaks of nobody but the recipient that it was sent to");
    }

    @Test
    void lettersMayBecomeLarge() {
        Address path = PATHS.sign(ID, BOB, US, NOON);
        Address shouted = Address.parse(path.toString().toUpperCase(Locale.ROOT));
        assertTrue(PATHS.verify(shouted, NOON).isPresent());
    }

    @Test
    void itIsValidForAMonth() {
        Address path = PATHS.sign(ID, BOB, US, NOON);
        assertEquals(Optional.empty(), PATHS.verify(path, NOON.plus(Duration.ofDays(31))));
        assertEquals(Optional.empty(), PATHS.verify(path, NOON.minus(Duration.ofDays(2))));
        assertTrue(PATHS.verify(path, NOON.minus(Duration.ofDays(1))).isPresent());
    }

    @Test
    void whatIsNotSignedByAKeyOfOursIsNot() {
        Address path = PATHS.sign(ID, BOB, US, NOON);
        for (int i = "bounce+".length(); i < path.localPart().length(); i++) {
            char other = path.localPart().charAt(i) == '1' ? '2' : '1';
            String forged =
                    path.localPart().substring(0, i) + other + path.localPart().substring(i + 1);
            assertEquals(Optional.empty(), PATHS.verify(new Address(forged, US), NOON), forged);
        }
        assertEquals(Optional.empty(), PATHS.verify(new Address(path.localPart(), Domain.parse("example.com")), NOON));
        assertTrue(PATHS.verify(SignedReturnPath.of(OLD).sign(ID, BOB, US, NOON), NOON)
                .isPresent());
        assertEquals(Optional.empty(), SignedReturnPath.of(OLD).verify(path, NOON));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "short"})
    void aKeyIsLong(String text) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> SignedReturnPath.of(text));
        assertFalse(refused.getMessage().contains("short"), refused.getMessage());
    }
}
