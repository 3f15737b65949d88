package dev.postern.mail.arc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.postern.mail.HeaderChanges;
import dev.postern.mail.HeaderEdit;
import dev.postern.mail.HeaderFields;
import dev.postern.mail.Message;
import dev.postern.mail.dkim.DkimKeyRing;
import dev.postern.mail.dkim.DkimPolicy;
import dev.postern.mail.dkim.TestKeys;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.dns.ZoneResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Mails as they pass from one who seals to the next; a character stands for an octet. */
final class Chains {
    static final String MAIL = """
            From: Ann <ann@example.net>\r
            To: list@example.org\r
            Subject: Lunch\r
            \r
            At noon?\r
            """;
    static final String RESULTS = " mx.example.org;\r\n\tspf=pass smtp.mailfrom=example.net";
    static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);
    static final Resolver ZONE = ZoneResolver.of(TestKeys.zone());

    private static final ArcSealer SEALER = new ArcSealer(
            new DkimKeyRing(List.of(TestKeys.rsa(), TestKeys.ed25519())), ArcSealingPolicy.STANDARD, CLOCK);

    private Chains() {}

    static ArcReport verified(String mail) {
        return verified(ZONE, DkimPolicy.STANDARD, mail);
    }

    static ArcReport verified(Resolver resolver, DkimPolicy policy, String mail) {
        try {
            return new ArcVerifier(resolver, CLOCK, policy)
                    .verify(Message.of(mail.getBytes(ISO_8859_1)))
                    .toCompletableFuture()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sealed by example.org, as the chain is. */
    static String sealed(String mail) {
        return sealed(SEALER, mail, verified(mail).result(), RESULTS);
    }

    static String sealed(ArcSealer sealer, String mail, ArcResult before, String results) {
        return with(mail, fields(sealer, mail, before, results));
    }

    static List<HeaderEdit.Insert> fields(ArcSealer sealer, String mail, ArcResult before, String results) {
        try {
            return sealer.seal(Message.of(mail.getBytes(ISO_8859_1)), TestKeys.DOMAIN, before, results);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String with(String mail, List<HeaderEdit.Insert> fields) {
        byte[] octets = mail.getBytes(ISO_8859_1);
        try {
            HeaderFields header = HeaderFields.read(new ByteArrayInputStream(octets), octets.length);
            try (Message changed =
                    HeaderChanges.of(header, 0, List.copyOf(fields)).applyTo(Message.of(octets))) {
                return new String(changed.toByteArray(), ISO_8859_1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a mailing list makes of a mail, which it seals as it finds its chain. */
    static String passedOn(String mail) {
        String rewritten =
                mail.replaceFirst("Subject: ", "Subject: [list] ") + "-- \r\nTo leave, write to the list.\r\n";
        return sealed(SEALER, rewritten, verified(mail).result(), RESULTS);
    }
}
