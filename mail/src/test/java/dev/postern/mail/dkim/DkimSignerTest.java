package dev.postern.mail.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.HeaderEdit;
import dev.postern.mail.InvalidMailException;
import dev.postern.mail.Message;
import dev.postern.mail.dns.ZoneResolver;
import dev.postern.mail.signature.Canonicalization;
import dev.postern.mail.signature.SignatureAlgorithm;
import dev.postern.testkit.Rfc;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class DkimSignerTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @Test
    @Rfc({"6376#5.4", "6376#5.4.1", "6376#8.15", "6376#3.3.2"})
    void signsWhatAReaderSeesAndSealsIt() throws IOException {
        DkimSignature signature = signature(
                sign("Received: x\r\nList-Id: <a>\r\n" + CraftedMail.MAIL).get(0));
        List<String> names = signature.signedFields();
        assertEquals(2, names.stream().filter("from"::equals).count());
        assertEquals(2, names.stream().filter("subject"::equals).count());
        assertEquals(1, names.stream().filter("cc"::equals).count());
        assertEquals(1, names.stream().filter("list-id"::equals).count());
        assertFalse(names.contains("received"));
        assertEquals(SignatureAlgorithm.RSA_SHA256, signature.algorithm());
        assertEquals(NOW, signature.timestamp());
        assertEquals(null, signature.expiration());
        assertFalse(signature.hasBodyLength());
    }

    @Test
    @Rfc({"8463#5", "6376#5.6"})
    void signsWithEachKindOfKeyAtTheTop() throws IOException {
        DkimSigner signer = signer(DkimSigningPolicy.STANDARD, TestKeys.rsa(), TestKeys.ed25519());
        try (Message signed = signer.signed(message(CraftedMail.MAIL), "example.org")) {
            String text = new String(signed.toByteArray(), ISO_8859_1);
            assertTrue(text.startsWith("DKIM-Signature: v=1; a=rsa-sha256;"), text);
            assertTrue(text.contains("\r\nDKIM-Signature: v=1; a=ed25519-sha256;"), text);
            assertTrue(text.endsWith("\r\n" + CraftedMail.MAIL), text);
            assertTrue(text.lines().allMatch(line -> line.length() <= 78), text);
            DkimReport report = new DkimVerifier(ZoneResolver.of(TestKeys.zone()), CLOCK, DkimPolicy.STANDARD)
                    .verify(signed)
                    .toCompletableFuture()
                    .join();
            assertEquals(2, report.passed().size(), report::toString);
        }
    }

    @Test
    void letsSignaturesExpireWhereSoSet() throws IOException {
        DkimSigner signer = signer(DkimSigningPolicy.STANDARD.withValidity(Duration.ofDays(7)), TestKeys.rsa());
        DkimSignature signature =
                signature(signer.sign(message(CraftedMail.MAIL), "example.org").get(0));
        assertEquals(NOW.plus(Duration.ofDays(7)), signature.expiration());
    }

    @Test
    void leavesMailOfOtherDomainsAsItIs() throws IOException {
        DkimSigner signer = signer(DkimSigningPolicy.STANDARD, TestKeys.rsa());
        Message message = message("no mail at all");
        assertSame(message, signer.signed(message, "example.net"));
    }

    @Test
    @Rfc({"6376#3.8", "6376#3.8b"})
    void signsNoMailThatIsNotValid() {
        for (String mail : List.of(
                "To: bob@example.net\r\n\r\n",
                "From: a@example.org\r\nfrom: b@example.org\r\n\r\n",
                "From: a@example.org\r\nnothing\r\n\r\n",
                "From: a@example.org\r\nSubject: \0\r\n\r\n",
                "From: a@example.org\r\nX: " + "x".repeat(1 << 20) + "\r\n\r\n")) {
            assertThrows(InvalidMailException.class, () -> sign(mail));
        }
    }

    @Test
    @Rfc("6376#5.2")
    void usesTheNewestKeyWhoseDateHasCome() {
        DkimKeyRing ring = new DkimKeyRing(List.of(
                key("third", "2028-01-01T00:00:00Z"),
                key("first", "2026-01-01T00:00:00Z"),
                key("second", "2027-01-01T00:00:00Z"),
                TestKeys.ed25519()));
        assertEquals(List.of("ed"), selectors(ring, "2025-12-31T23:59:59Z"));
        assertEquals(List.of("first", "ed"), selectors(ring, "2026-01-01T00:00:00Z"));
        assertEquals(List.of("second", "ed"), selectors(ring, "2027-06-01T00:00:00Z"));
        assertEquals(List.of("third", "ed"), selectors(ring, "2099-01-01T00:00:00Z"));
        assertEquals(4, ring.size());
    }

    @Test
    @Rfc("8301#3.2")
    void takesNoKeyThatNobodyCounts() {
        IllegalArgumentException weak = assertThrows(
                IllegalArgumentException.class,
                () -> new DkimKey(
                        "example.org", "a", TestKeys.generate("RSA", 768).getPrivate(), NOW));
        assertTrue(String.valueOf(weak.getMessage()).contains("2048"), weak::getMessage);
        assertThrows(
                IllegalArgumentException.class,
                () -> new DkimKey(
                        "example.org", "a", TestKeys.generate("EC", 256).getPrivate(), NOW));
        assertThrows(
                IllegalArgumentException.class,
                () -> new DkimKey("example.org", "a b", TestKeys.RSA.getPrivate(), NOW));
    }

    @Test
    void wantsFromToBeSealed() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new DkimSigningPolicy(
                        List.of("To"), List.of("From"), Canonicalization.SIMPLE, Canonicalization.SIMPLE, null));
    }

    private static DkimKey key(String selector, String date) {
        return new DkimKey("example.org", selector, TestKeys.RSA.getPrivate(), Instant.parse(date));
    }

    private static List<String> selectors(DkimKeyRing ring, String date) {
        return ring.keys("example.org", Instant.parse(date)).stream()
                .map(DkimKey::selector)
                .toList();
    }

    private static List<HeaderEdit.Insert> sign(String mail) throws IOException {
        return signer(DkimSigningPolicy.STANDARD, TestKeys.rsa()).sign(message(mail), "example.org");
    }

    private static DkimSigner signer(DkimSigningPolicy policy, DkimKey... keys) {
        return new DkimSigner(new DkimKeyRing(List.of(keys)), policy, CLOCK);
    }

    private static DkimSignature signature(HeaderEdit.Insert field) {
        return DkimSignature.parse(field.value());
    }

    private static Message message(String text) {
        return Message.of(text.getBytes(ISO_8859_1));
    }
}
