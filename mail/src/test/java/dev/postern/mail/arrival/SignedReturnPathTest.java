package dev.postern.mail.arrival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Domain;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedReturnPathTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final String OLD = "an old key of more than 32 characters";
    private static final String NEW = "a new key, also of more than 32 characters";
    private static final SignedReturnPath PATHS = SignedReturnPath.of("# keys\n" + NEW + "\n\n" + OLD);
    private static final Address BOB = Address.parse("Bob@example.net");
    private static final Address CY = Address.parse("cy@example.net");
    private static final Address SENDER = Address.parse("Invoices@example.org");
    private static final String ID = "mail-out-3-1042";

    private static Address signed(String id, Address... recipients) {
        return PATHS.sign(id, SENDER, List.of(recipients), NOON).orElseThrow();
    }

    @Test
    void whatWeHaveSignedIsOurs() {
        Address path = signed(ID, BOB);
        assertTrue(path.localPart().startsWith("Invoices+" + ID + "="), path::toString);
        SignedReturnPath.Proof proof =
                PATHS.verify(path, NOON.plus(Duration.ofDays(30))).orElseThrow();
        assertEquals(ID, proof.mail());
        assertEquals(SENDER, proof.sender());
        assertTrue(proof.isOf("bob@EXAMPLE.net"));
        assertFalse(proof.isOf("cy@example.net"), "it speaks of nobody but the recipient that it was sent to");
    }

    @Test
    void whoShareAMailAreNotProved() {
        Address path = signed(ID, BOB, CY);
        SignedReturnPath.Proof proof = PATHS.verify(path, NOON).orElseThrow();
        assertEquals(ID, proof.mail());
        assertFalse(proof.isOf("bob@example.net"));
        assertFalse(proof.isOf("cy@example.net"));
    }

    @Test
    void aMarkIsOfItsMailAlone() {
        Address one = signed("a-1", BOB);
        Address other = signed("a-2", CY);
        String mark = one.localPart()
                .substring(one.localPart().length() - 16, one.localPart().length() - 10);
        String mixed = other.localPart().substring(0, other.localPart().length() - 16)
                + mark
                + other.localPart().substring(other.localPart().length() - 10);
        assertEquals(Optional.empty(), PATHS.verify(new Address(mixed, SENDER.domain()), NOON));
    }

    @ParameterizedTest
    @ValueSource(strings = {"01KB2M3N4P5Q6R7S8T9V0W1X2Y", "orders-0-0", "Orders-0-0", "eU.west_Mail-1", "A", "7"})
    void theIdComesBackToTheLetter(String id) {
        Address path = signed(id, BOB);
        assertTrue(path.localPart().length() <= 64, path::toString);
        assertEquals(id, PATHS.verify(path, NOON).orElseThrow().mail());
        Address shouted = Address.parse(path.toString().toUpperCase(Locale.ROOT));
        assertEquals(id, PATHS.verify(shouted, NOON).orElseThrow().mail(), "letters may become large");
        Address whispered = Address.parse(path.toString().toLowerCase(Locale.ROOT));
        assertTrue(PATHS.verify(whispered, NOON).orElseThrow().isOf("bob@example.net"));
    }

    @Test
    void aTagThatTheSenderHasStays() {
        Address sender = Address.parse("news+june@example.org");
        Address path = PATHS.sign(ID, sender, List.of(BOB), NOON).orElseThrow();
        assertEquals(sender, PATHS.verify(path, NOON).orElseThrow().sender());
    }

    @ParameterizedTest
    @CsvSource({
        "a-topic-with-a-long-name-11-12345678, invoices@example.org, true",
        "a-topic-with-a-long-name-11-123456789, invoices@example.org, false",
        "A-topic-with-a-long-name-1-12345678, invoices@example.org, false",
        "a..b, ann@example.org, false",
        "a b, ann@example.org, false",
        "a-0-1, '\"ann lee\"@example.org', false",
        "a-0-1, josé@example.org, false",
        "a-0-1, ann@[192.0.2.1], false"
    })
    void whatHasNoRoomIsNotSigned(String id, String sender, boolean fits) {
        Optional<Address> path = PATHS.sign(id, Address.parse(sender), List.of(BOB), NOON);
        assertEquals(fits, path.isPresent());
    }

    @Test
    void itIsValidForAMonth() {
        Address path = signed(ID, BOB);
        assertEquals(Optional.empty(), PATHS.verify(path, NOON.plus(Duration.ofDays(31))));
        assertEquals(Optional.empty(), PATHS.verify(path, NOON.minus(Duration.ofDays(2))));
        assertTrue(PATHS.verify(path, NOON.minus(Duration.ofDays(1))).isPresent());
    }

    @Test
    void whatIsNotSignedByAKeyOfOursIsNot() {
        for (Address path : List.of(signed(ID, BOB), signed(ID, BOB, CY))) {
            for (int i = 0; i < path.localPart().length(); i++) {
                char other = path.localPart().charAt(i) == '1' ? '2' : '1';
                String forged = path.localPart().substring(0, i)
                        + other
                        + path.localPart().substring(i + 1);
                assertEquals(Optional.empty(), PATHS.verify(new Address(forged, SENDER.domain()), NOON), forged);
            }
            Address elsewhere = new Address(path.localPart(), Domain.parse("example.com"));
            assertEquals(Optional.empty(), PATHS.verify(elsewhere, NOON));
            assertEquals(Optional.empty(), SignedReturnPath.of(OLD).verify(path, NOON));
        }
        Address byTheOld =
                SignedReturnPath.of(OLD).sign(ID, SENDER, List.of(BOB), NOON).orElseThrow();
        assertTrue(PATHS.verify(byTheOld, NOON).orElseThrow().isOf("bob@example.net"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "short"})
    void aKeyIsLong(String text) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> SignedReturnPath.of(text));
        assertFalse(refused.getMessage().contains("short"), refused.getMessage());
    }
}
