package dev.postern.kafka.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Domain;
import dev.postern.mail.Envelope;
import dev.postern.mail.arrival.SignedReturnPath;
import dev.postern.testkit.Rfc;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedPathsTest {
    private static final SignedReturnPath KEYS = SignedReturnPath.of("k".repeat(32));
    private static final SignedPaths PATHS = new SignedPaths(KEYS, Set.of(Domain.parse("example.org")), false);
    private static final Address BOB = Address.parse("bob@example.net");

    private static Envelope mail(String id, String sender) {
        return Envelope.of(id)
                .reversePath(sender.isEmpty() ? null : Address.parse(sender))
                .recipient(BOB)
                .build();
    }

    @Test
    void itNamesMailSenderAndRecipientAndChangesNothingElse() {
        Envelope plain = mail("mail-out-0-7", "ann@example.org");
        Envelope signed = PATHS.onTheWire(plain);
        Address path = Objects.requireNonNull(signed.reversePath());
        assertEquals("example.org", path.domain().text(), "SPF and DMARC see the same domain");
        assertEquals(plain.id(), signed.id());
        assertEquals(plain.recipients(), signed.recipients());
        SignedReturnPath.Proof proof = KEYS.verify(path, Instant.now()).orElseThrow();
        assertEquals("mail-out-0-7", proof.mail());
        assertEquals(Address.parse("ann@example.org"), proof.sender());
        assertTrue(proof.isOf("bob@example.net"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ann@example.com",
                "ann@sub.example.org",
                "a-sender-whose-name-leaves-no-room-at-all-beside-a-tag@example.org"
            })
    @Rfc("5321#4.5.5b")
    void otherMailGoesAsItIs(String sender) {
        Envelope plain = mail("mail-out-0-7", sender);
        assertSame(plain, PATHS.onTheWire(plain));
    }
}
