package dev.postern.mail.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Client;
import dev.postern.mail.HeaderEdit;
import dev.postern.mail.Message;
import dev.postern.mail.arc.ArcResult;
import dev.postern.mail.arc.ArcSealer;
import dev.postern.mail.arc.ArcSealingPolicy;
import dev.postern.mail.dkim.DkimKeyRing;
import dev.postern.mail.dkim.DkimPolicy;
import dev.postern.mail.dkim.DkimResult;
import dev.postern.mail.dkim.DkimSigner;
import dev.postern.mail.dkim.DkimSigningPolicy;
import dev.postern.mail.dkim.TestKeys;
import dev.postern.mail.dmarc.DmarcPolicy;
import dev.postern.mail.dmarc.DmarcResult;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.dns.ZoneResolver;
import dev.postern.mail.spf.SpfLimits;
import dev.postern.mail.spf.SpfResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class AuthenticatorTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);
    private static final DkimKeyRing KEYS = new DkimKeyRing(List.of(TestKeys.rsa(), TestKeys.ed25519()));
    private static final String MAIL = """
            From: Ann <ann@example.org>\r
            To: bob@example.net\r
            Subject: Lunch\r
            \r
            At noon?\r
            """;
    private static final String ZONE = TestKeys.zone()
            + "example.org. TXT \"v=spf1 ip4:192.0.2.1 -all\"\n_dmarc.example.org. TXT \"v=DMARC1; p=reject\"\n";

    @Test
    void findsAllInOnePass() throws IOException {
        AuthResults results = results(ZONE, "192.0.2.1", sealed(signed()));
        assertEquals(SpfResult.PASS, results.spf().result());
        assertEquals(2, results.dkim().passed().size());
        assertEquals(ArcResult.PASS, results.arc().result(), results.arc()::reason);
        assertEquals(DmarcResult.PASS, results.dmarc().result());
        assertTrue(results.dmarc().spfAligned());
        assertTrue(results.dmarc().dkimAligned());
        String field = results.field("mx.example.net").value();
        assertTrue(field.contains("spf=pass smtp.mailfrom=example.org;"), field);
        assertTrue(field.contains("dmarc=pass header.from=example.org policy.dmarc=none;"), field);
    }

    @Test
    void passesByASignatureAlone() throws IOException {
        AuthResults results = results(ZONE, "198.51.100.1", signed());
        assertEquals(SpfResult.FAIL, results.spf().result());
        assertEquals(DmarcResult.PASS, results.dmarc().result());
        assertFalse(results.dmarc().spfAligned());
        assertEquals(ArcResult.NONE, results.arc().result());
    }

    @Test
    void failsWhereNothingFits() throws IOException {
        AuthResults results = results(ZONE, "198.51.100.1", signed().replace("At noon", "At night"));
        assertEquals(DkimResult.FAIL, results.dkim().result());
        assertEquals(DmarcResult.FAIL, results.dmarc().result());
        assertEquals(DmarcPolicy.REJECT, results.dmarc().disposition());
    }

    @Test
    void hasResultsForAnyMail() throws IOException {
        for (String mail :
                List.of("", "\r\n", "torn\r\n\r\nbody", "From: a@b\r\nFrom: c@d\r\n\r\n", "x".repeat(300_000))) {
            AuthResults results = results(ZONE, "192.0.2.1", mail);
            assertEquals(SpfResult.PASS, results.spf().result());
            assertEquals(DmarcResult.PERMERROR, results.dmarc().result());
            assertFalse(results.dmarc().reason().isEmpty());
        }
    }

    @Test
    void judgesInPiecesAsInOne() throws IOException {
        String mail = sealed(signed());
        AuthResults whole = results(ZONE, "192.0.2.1", mail);
        Authentication authentication = begin(ZoneResolver.of(ZONE), "192.0.2.1");
        for (byte octet : mail.getBytes(ISO_8859_1)) {
            authentication.update(ByteBuffer.wrap(new byte[] {octet}));
        }
        AuthResults cut = authentication.finish().toCompletableFuture().join();
        assertEquals(whole.field("x"), cut.field("x"));
        assertThrows(IllegalStateException.class, authentication::finish);
    }

    @Test
    void takesWhatSpfHasSaidBefore() {
        Authenticator authenticator = authenticator(ZoneResolver.of(ZONE), SpfLimits.STANDARD);
        Authentication first = authenticator.begin(client("192.0.2.1"), "ann@example.org");
        AuthResults known = first.finish().toCompletableFuture().join();
        CompletionStage<AuthResults> again = authenticator
                .begin(client("192.0.2.1"), CompletableFuture.completedFuture(known.spf()))
                .finish();
        assertEquals(known.spf(), again.toCompletableFuture().join().spf());
    }

    @Test
    void endsInTimeWhereDnsIsSilent() throws IOException {
        Resolver silent = ZoneResolver.builder()
                .zone(ZONE)
                .silent("example.org")
                .silent("_dmarc.example.org")
                .build();
        Authentication authentication = authenticator(silent, SpfLimits.STANDARD.withTime(Duration.ofMillis(50)))
                .begin(client("192.0.2.1"), "ann@example.org");
        authentication.update(ByteBuffer.wrap(signed().getBytes(ISO_8859_1)));
        AuthResults results = authentication.finish().toCompletableFuture().join();
        assertEquals(SpfResult.TEMPERROR, results.spf().result());
        assertEquals(DkimResult.PASS, results.dkim().result());
        assertEquals(DmarcResult.TEMPERROR, results.dmarc().result());
    }

    private static String signed() throws IOException {
        DkimSigner signer = new DkimSigner(KEYS, DkimSigningPolicy.STANDARD, CLOCK);
        try (Message signed = signer.signed(Message.of(MAIL.getBytes(ISO_8859_1)), TestKeys.DOMAIN)) {
            return new String(signed.toByteArray(), ISO_8859_1);
        }
    }

    private static String sealed(String mail) throws IOException {
        List<HeaderEdit.Insert> fields = new ArrayList<>(new ArcSealer(KEYS, ArcSealingPolicy.STANDARD, CLOCK)
                .seal(Message.of(mail.getBytes(ISO_8859_1)), TestKeys.DOMAIN, ArcResult.NONE, " x; none"));
        StringBuilder sealed = new StringBuilder(mail);
        fields.forEach(field -> sealed.insert(0, field.name() + ":" + field.value() + "\r\n"));
        return sealed.toString();
    }

    private static AuthResults results(String zone, String client, String mail) {
        Authentication authentication = begin(ZoneResolver.of(zone), client);
        authentication.update(ByteBuffer.wrap(mail.getBytes(ISO_8859_1)));
        return authentication.finish().toCompletableFuture().join();
    }

    private static Authentication begin(Resolver resolver, String client) {
        return authenticator(resolver, SpfLimits.STANDARD).begin(client(client), "ann@example.org");
    }

    private static Authenticator authenticator(Resolver resolver, SpfLimits limits) {
        return new Authenticator(resolver, limits, DkimPolicy.STANDARD, "mx.example.net", CLOCK);
    }

    private static Client client(String address) {
        try {
            return new Client(
                    new InetSocketAddress(InetAddress.getByName(address), 25), "mail.example.org", true, null, null);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
