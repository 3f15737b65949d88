package dev.postern.mail.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.postern.mail.Message;
import dev.postern.mail.dns.ZoneResolver;
import dev.postern.mail.signature.Canonicalization;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random mails: what was signed passes, whole and in pieces; what was changed does not. */
class SignAndVerifyTest {
    private static final int ROUNDS = 300;
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2027-01-01T00:00:00Z"), ZoneOffset.UTC);
    private static final DkimVerifier VERIFIER =
            new DkimVerifier(ZoneResolver.of(TestKeys.zone()), CLOCK, DkimPolicy.STANDARD);

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void whatWasSignedPassesInPiecesOfAnySize() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] signed = signed(mail());
            DkimVerification verification = VERIFIER.begin();
            for (int from = 0; from < signed.length; ) {
                int length = Math.min(signed.length - from, 1 + random.nextInt(20));
                verification.update(piece(signed, from, length));
                from += length;
            }
            DkimReport report = verification.finish().toCompletableFuture().join();
            assertEquals(2, report.passed().size(), () -> told(signed, report));
            assertEquals(2, verified(signed).passed().size(), () -> told(signed, report));
        }
    }

    @Test
    void whatWasChangedDoesNotPass() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] signed = signed(mail());
            String text = new String(signed, ISO_8859_1);
            int at = text.indexOf("\r\nSubject:") + "\r\nSubject:".length() + 1;
            int body = text.indexOf("\r\n\r\n") + 4;
            signed[random.nextBoolean() || body == signed.length ? at : body] ^= 0x10;
            assertNotEquals(DkimResult.PASS, verified(signed).result(), () -> told(signed, verified(signed)));
        }
    }

    private byte[] signed(String mail) throws IOException {
        Canonicalization[] forms = Canonicalization.values();
        DkimSigningPolicy policy =
                DkimSigningPolicy.STANDARD.withForms(forms[random.nextInt(2)], forms[random.nextInt(2)]);
        DkimKeys keys = new DkimKeyRing(List.of(TestKeys.rsa(), TestKeys.ed25519()));
        DkimSigner signer = new DkimSigner(keys, policy, CLOCK);
        try (Message signed = signer.signed(Message.of(mail.getBytes(ISO_8859_1)), TestKeys.DOMAIN)) {
            return signed.toByteArray();
        }
    }

    private static DkimReport verified(byte[] mail) {
        DkimVerification verification = VERIFIER.begin();
        verification.update(ByteBuffer.wrap(mail));
        return verification.finish().toCompletableFuture().join();
    }

    private ByteBuffer piece(byte[] octets, int from, int length) {
        if (random.nextBoolean()) {
            return ByteBuffer.wrap(octets, from, length);
        }
        return ByteBuffer.allocateDirect(length).put(octets, from, length).flip();
    }

    private String mail() {
        StringBuilder mail = new StringBuilder();
        List<String> names = List.of("To", "tO", "X-Other", "Received", "List-Id", "Content-Type ", "Cc");
        for (int i = random.nextInt(6); i > 0; i--) {
            field(mail, names.get(random.nextInt(names.size())));
        }
        field(mail, random.nextBoolean() ? "From" : "fROM ");
        mail.append("Subject: ").append((char) ('a' + random.nextInt(8)));
        folded(mail);
        mail.append("\r\n");
        for (int i = random.nextInt(3); i > 0; i--) {
            field(mail, names.get(random.nextInt(names.size())));
        }
        mail.append("\r\n");
        if (random.nextInt(8) > 0) {
            mail.append((char) ('a' + random.nextInt(8)));
            folded(mail);
            for (int i = random.nextInt(4); i > 0; i--) {
                mail.append(random.nextBoolean() ? "\r\n" : " \t\r\n");
            }
        }
        return mail.toString();
    }

    private void field(StringBuilder mail, String name) {
        mail.append(name).append(':');
        folded(mail);
        mail.append("\r\n");
    }

    /** White space, letters and octets beyond US-ASCII, over lines that begin with white space. */
    private void folded(StringBuilder mail) {
        String alphabet = "  \t\tabcXYZ:;=\u00e9\u00ff";
        for (int i = random.nextInt(30); i > 0; i--) {
            mail.append(random.nextInt(8) == 0 ? "\r\n " : "")
                    .append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
    }

    private String told(byte[] mail, DkimReport report) {
        return "seed " + seed + ": " + report + "\n" + new String(mail, ISO_8859_1);
    }
}
