package dev.postern.mail.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Message;
import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.RecordType;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.dns.ZoneResolver;
import dev.postern.mail.signature.SignatureAlgorithm;
import dev.postern.testkit.Rfc;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DkimVerifierTest {
    private static final String KEY = "rsa._domainkey.example.org";
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Resolver ZONE = ZoneResolver.of(TestKeys.zone());

    @Test
    @Rfc({"6376#3.6.2.2", "6376#3.7", "6376#6.1.3", "8601#2.7.1"})
    void passesWhatWasSigned() throws IOException {
        DkimReport report = verify(CraftedMail.signed(""));
        assertEquals(DkimResult.PASS, report.result(), report::toString);
        DkimSignature signature = report.passed().get(0).signature();
        assertEquals("a=rsa-sha256; d=example.org; s=rsa; i=@example.org", String.valueOf(signature));
    }

    @Test
    void saysNoneOfMailWithoutSignature() throws IOException {
        assertEquals(DkimResult.NONE, verify(CraftedMail.MAIL).result());
        assertEquals(DkimResult.NONE, verify("").result());
        assertEquals("none", DkimResult.NONE.toString());
    }

    @ParameterizedTest(name = "{0}")
    @Rfc({"6376#2.11", "6376#3.5", "6376#3.5b", "6376#3.2", "6376#3.2b"})
    @ValueSource(
            strings = {
                "c=relaxed",
                "c=simple/relaxed",
                "c=relaxed/simple",
                "c=Relaxed/Relaxed",
                "q=dns/txt",
                "q=http : dns/txt",
                "i=@example.org",
                "i=susan@sub.example.org",
                "i=a=40b@Example.ORG",
                "unknown=tag",
                "z=From:susan@example.org|To:bob",
                "t=1700000000",
                "t=1700000000; x=1900000000",
                "x=99999999999999999999",
            })
    void takes(String tags) throws IOException {
        DkimReport report = verify(CraftedMail.signed(tags));
        assertEquals(DkimResult.PASS, report.result(), report::toString);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @Rfc({"6376#6.1.1", "6376#3.2c", "6376#5.4", "6376#3.5c"})
    @CsvSource({
        "v=1, v=2, a version that is not known",
        "v=1, v=1.0, a version that is not known",
        "v=1;, '', no tag v",
        "a=rsa-sha256, a=rsa-md5, an algorithm that is not known",
        "a=rsa-sha256;, '', no tag a",
        "d=example.org, d=[192.0.2.1], a domain that is none",
        "d=example.org, d=a..b, a domain that is none",
        "s=rsa, s=a/b, a selector that is none",
        "s=rsa, s=, a selector that is none",
        "h=from:to, h=to, From is not signed",
        "h=from:to, h=from::to, a name of a field that is none",
        "h=from:to, h=, a name of a field that is none",
        "h=from:to;, '', no tag h",
        "bh=, bh=*, no base64 in the tag bh",
        "b=YQ==, b=!, no base64 in the tag b",
        "b=YQ==, v=1, the tag v twice",
        "b=YQ==, c=other, a canonicalization that is not known",
        "b=YQ==, c=simple/other, a canonicalization that is not known",
        "b=YQ==, q=http, no way to ask for the key that is known",
        "b=YQ==, i=susan, an identity without a domain",
        "b=YQ==, i=@example.com, an identity of another domain",
        "b=YQ==, i=@notexample.org, an identity of another domain",
        "b=YQ==, i==4@example.org, an identity with an equals sign that escapes nothing",
        "b=YQ==, l=-1, no number in the tag l",
        "b=YQ==, t=now, no number in the tag t",
        "b=YQ==, t=5; x=5, it expires before it was made",
        "b=YQ==, t, a tag without a value",
        "b=YQ==, ;, an empty tag",
        "b=YQ==, 1=2, a name that no tag can have"
    })
    void isNeutralToMalformedSignatures(String part, String replacement, String reason) throws IOException {
        String tags = "v=1; a=rsa-sha256; d=example.org; s=rsa; h=from:to; bh=; b=YQ==";
        String changed = part.equals("b=YQ==") && !replacement.startsWith("b=")
                ? tags + "; " + replacement + "; q=dns/txt"
                : tags.replace(part, replacement);
        if (replacement.startsWith("q=")) {
            changed = tags + "; " + replacement;
        }
        DkimReport report = verify("DKIM-Signature: " + changed + "\r\n" + CraftedMail.MAIL);
        assertEquals(DkimResult.NEUTRAL, report.result(), report::toString);
        assertEquals(
                "the signature is unusable: " + reason, report.findings().get(0).reason());
    }

    @ParameterizedTest(name = "{0}")
    @Rfc({"6376#3.6.1", "6376#6.1.2"})
    @CsvSource({
        "'v=DKIM1; ', 'k=rsa; ', PASS, ''",
        "'v=DKIM2; ', '', PERMERROR, the key is unusable: a version that is not known",
        "'k=rsa; v=DKIM1; ', '', PERMERROR, the key is unusable: a version that is not known",
        "'k=other; ', '', PERMERROR, the key is not for signatures of this kind",
        "'k=ed25519; ', '', PERMERROR, the key is not for signatures of this kind",
        "'h=sha1; ', '', PERMERROR, the key is not for signatures of this kind",
        "'h=sha1:sha256; ', '', PASS, ''",
        "'s=email; ', '', PASS, ''",
        "'s=*:other; ', '', PASS, ''",
        "'s=other; ', '', PERMERROR, the key is not for mail",
        "'t=s; ', '', PASS, ''",
        "'n=a note; unknown=tag; g=nobody; ', '', PASS, ''"
    })
    void judgesTheKeyRecord(String more, String yetMore, DkimResult result, String reason) throws IOException {
        String record = TestKeys.rsaRecord().replace("v=DKIM1; k=rsa; ", more + yetMore);
        DkimReport report = verify(CraftedMail.signed(""), KeyZone.of(KEY, record));
        assertEquals(result, report.result(), report::toString);
        assertEquals(reason, report.findings().get(0).reason());
    }

    @Test
    @Rfc("6376#3.6.1b")
    void knowsRevokedKeys() throws IOException {
        DkimReport report = verify(CraftedMail.signed(""), KeyZone.of(KEY, "v=DKIM1; p="));
        assertEquals(DkimResult.PERMERROR, report.result());
        assertEquals("the key is revoked", report.findings().get(0).reason());
    }

    @Test
    @Rfc("6376#3.6.1c")
    void holdsDomainsBelowToTheirOwnKeysWhereTheKeySaysSo() throws IOException {
        String strict = TestKeys.rsaRecord() + "; t=y:s";
        DkimReport report = verify(CraftedMail.signed("i=@sub.example.org"), KeyZone.of(KEY, strict));
        assertEquals(
                "the key is not for domains below its own",
                report.findings().get(0).reason());
        assertTrue(report.findings().get(0).testing());
    }

    @Test
    @Rfc("6376#3.6.1d")
    void tellsOfKeysThatAreBeingTried() throws IOException {
        Resolver zone = KeyZone.of(KEY, TestKeys.rsaRecord() + "; t=y");
        DkimReport report = verify(CraftedMail.signed("").replace("noon", "nine"), zone);
        assertEquals(DkimResult.FAIL, report.result());
        assertTrue(report.findings().get(0).testing());
    }

    @Test
    @Rfc("6376#6.1.2b")
    void isTemporaryWhereTheKeyCantBeHadNow() throws IOException {
        for (Resolver zone : List.of(
                ZoneResolver.builder().failing(KEY).build(),
                ZoneResolver.builder().timingOut(KEY).build())) {
            DkimReport report = verify(CraftedMail.signed(""), zone);
            assertEquals(DkimResult.TEMPERROR, report.result(), report::toString);
        }
    }

    @Test
    @Rfc("6376#6.1.2c")
    void isPermanentWhereThereIsNoKey() throws IOException {
        DkimReport report = verify(CraftedMail.signed(""), ZoneResolver.of(""));
        assertEquals(DkimResult.PERMERROR, report.result());
        assertEquals("there is no key", report.findings().get(0).reason());
    }

    @Test
    @Rfc("6376#6.1.2d")
    void triesEachOfSeveralRecordsButNotMany() throws IOException {
        KeyPair other = TestKeys.generate("RSA", 1_024);
        String wrong =
                KeyZone.record(SignatureAlgorithm.RSA_SHA256, other.getPublic().getEncoded());
        String right = TestKeys.rsaRecord();
        assertEquals(
                DkimResult.PASS,
                verify(CraftedMail.signed(""), answering("spam", wrong, right)).result());
        assertEquals(
                DkimResult.FAIL,
                verify(CraftedMail.signed(""), answering("spam", wrong, wrong, right))
                        .result());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "noon, nine, the body is not what was signed",
        "Lunch, Dinner, 'the header is not what was signed, or the key is another one'",
        "To: bob, To:  bob, 'the header is not what was signed, or the key is another one'",
        "s=rsa, s=rsa; u=1, 'the header is not what was signed, or the key is another one'"
    })
    void failsWhatWasChanged(String part, String replacement, String reason) throws IOException {
        DkimReport report = verify(CraftedMail.signed("").replace(part, replacement));
        assertEquals(DkimResult.FAIL, report.result(), report::toString);
        assertEquals(reason, report.findings().get(0).reason());
    }

    @Test
    @Rfc({"6376#5.4.2", "6376#8.15"})
    void seesFieldsThatWereAdded() throws IOException {
        String tags = "v=1; a=rsa-sha256; d=example.org; s=rsa; h=from:subject:subject:x-none";
        String sealed = CraftedMail.signed(tags, CraftedMail.MAIL, TestKeys.RSA);
        assertEquals(DkimResult.PASS, verify(sealed).result());
        assertEquals(DkimResult.FAIL, verify("Subject: Win\r\n" + sealed).result());
        assertEquals(DkimResult.FAIL, verify("X-None: 1\r\n" + sealed).result());
        String open = CraftedMail.signed("");
        assertEquals(DkimResult.PASS, verify("Subject: Win\r\n" + open).result());
    }

    @Test
    @Rfc("6376#5.4.2b")
    void takesTheLastOfSeveralFieldsFirst() throws IOException {
        String tags = "v=1; a=rsa-sha256; d=example.org; s=rsa; h=from:received";
        String signed = CraftedMail.signed(tags, "Received: one\r\n" + CraftedMail.MAIL, TestKeys.RSA);
        assertEquals(DkimResult.PASS, verify("Received: two\r\n" + signed).result());
        assertEquals(
                DkimResult.FAIL,
                verify(signed.replace("Subject", "Received: two\r\nSubject")).result());
    }

    @Test
    @Rfc("6376#3.8")
    void passesNoMailWithSeveralOrWithoutFrom() throws IOException {
        DkimReport two = verify("From: eve@example.com\r\n" + CraftedMail.signed(""));
        assertEquals(DkimResult.PERMERROR, two.result(), two::toString);
        String none = CraftedMail.signed("").replace("From: Susan", "X-From: Susan");
        assertEquals(DkimResult.PERMERROR, verify(none).result());
    }

    @Test
    @Rfc("6376#3.8b")
    void passesNoMailWithAHeaderThatOthersMayReadOtherwise() throws IOException {
        String mail = CraftedMail.signed("").replace("Subject", "a line of nothing\r\nSubject");
        assertEquals(DkimResult.PERMERROR, verify(mail).result());
        assertEquals(
                DkimResult.PERMERROR,
                verify(CraftedMail.signed("").replace("Lunch", "Lu\0nch")).result());
    }

    @Test
    @Rfc("8301#3.1")
    void countsNoSha1() throws IOException {
        String tags = "v=1; a=rsa-sha1; d=example.org; s=rsa; h=from";
        String mail = CraftedMail.signed(tags, CraftedMail.MAIL, TestKeys.RSA);
        DkimReport report = verify(mail);
        assertEquals(DkimResult.PERMERROR, report.result());
        assertEquals("SHA-1 does not count any more", report.findings().get(0).reason());
        assertEquals(
                DkimResult.PASS,
                verify(mail, ZONE, DkimPolicy.STANDARD.asOfRfc4871()).result());
    }

    @Test
    @Rfc("8301#3.2")
    void countsNoShortKeys() throws IOException {
        KeyPair weak = TestKeys.generate("RSA", 768);
        Resolver zone = KeyZone.of(
                KEY,
                KeyZone.record(SignatureAlgorithm.RSA_SHA256, weak.getPublic().getEncoded()));
        String mail = CraftedMail.signed("v=1; a=rsa-sha256; d=example.org; s=rsa; h=from", CraftedMail.MAIL, weak);
        DkimReport report = verify(mail, zone);
        assertEquals(DkimResult.PERMERROR, report.result());
        assertEquals(
                "the key of 768 bits is too short", report.findings().get(0).reason());
        DkimReport ours = verify(CraftedMail.signed(""), ZONE, DkimPolicy.STANDARD.withMinRsaBits(3_072));
        assertEquals(DkimResult.POLICY, ours.result());
        assertThrows(IllegalArgumentException.class, () -> DkimPolicy.STANDARD.withMinRsaBits(1_023));
    }

    @Test
    @Rfc("8301#3.2b")
    void countsKeysOf4096Bits() throws IOException {
        KeyPair strong = TestKeys.generate("RSA", 4_096);
        Resolver zone = KeyZone.of(
                KEY,
                KeyZone.record(SignatureAlgorithm.RSA_SHA256, strong.getPublic().getEncoded()));
        String mail = CraftedMail.signed("v=1; a=rsa-sha256; d=example.org; s=rsa; h=from", CraftedMail.MAIL, strong);
        assertEquals(DkimResult.PASS, verify(mail, zone).result());
    }

    @Test
    @Rfc({"6376#8.2", "6376#3.5d"})
    void trustsNoSignatureOfAStartUnlessSoSet() throws IOException {
        String mail = CraftedMail.signed("l=4") + "Buy now!\r\n";
        DkimReport report = verify(mail);
        assertEquals(DkimResult.POLICY, report.result());
        DkimPolicy trusting = DkimPolicy.STANDARD.withTrustInBodyLength(true);
        assertEquals(DkimResult.PASS, verify(mail, ZONE, trusting).result());
        assertEquals(
                DkimResult.FAIL,
                verify(CraftedMail.signed("l=900"), ZONE, trusting).result());
        assertEquals(
                DkimResult.FAIL,
                verify(CraftedMail.signed("l=99999999999999999999999"), ZONE, trusting)
                        .result());
    }

    @Test
    @Rfc({"6376#3.5e", "6376#3.5f"})
    void countsNoSignatureOfAnotherTime() throws IOException {
        long now = NOW.getEpochSecond();
        assertEquals(
                DkimResult.PASS, verify(CraftedMail.signed("x=" + (now - 299))).result());
        DkimReport expired = verify(CraftedMail.signed("x=" + (now - 301)));
        assertEquals(DkimResult.POLICY, expired.result());
        assertEquals("the signature has expired", expired.findings().get(0).reason());
        assertEquals(
                DkimResult.PASS, verify(CraftedMail.signed("t=" + (now + 299))).result());
        DkimReport early = verify(CraftedMail.signed("t=" + (now + 301)));
        assertEquals(DkimResult.POLICY, early.result());
        assertEquals("the signature is of the future", early.findings().get(0).reason());
    }

    @Test
    @Rfc("8616#5")
    void knowsDomainsInEveryScript() throws IOException {
        String domain = latin1("b\u00fccher.example");
        String mail = CraftedMail.signed(
                "v=1; a=rsa-sha256; d=" + domain + "; s=" + latin1("\u00fc") + "; h=from; i=" + latin1("\u00e9") + "@"
                        + domain,
                CraftedMail.MAIL,
                TestKeys.RSA);
        Resolver zone = KeyZone.of("xn--tda._domainkey.xn--bcher-kva.example", TestKeys.rsaRecord());
        DkimReport report = verify(mail, zone);
        assertEquals(DkimResult.PASS, report.result(), report::toString);
        DkimSignature signature = report.passed().get(0).signature();
        assertEquals(
                "a=rsa-sha256; d=xn--bcher-kva.example; s=xn--tda; i=\u00e9@xn--bcher-kva.example",
                String.valueOf(signature));
    }

    @Test
    @Rfc("6376#6.1")
    void findsTheOneThatPassesAmongSeveral() throws IOException {
        String good = CraftedMail.signed("");
        String mail = "DKIM-Signature: nonsense\r\nDKIM-Signature: "
                + good.substring(16, good.indexOf("\r\n")).replace("from:to", "from:cc")
                + "\r\n" + good;
        DkimReport report = verify(mail);
        assertEquals(
                List.of(DkimResult.NEUTRAL, DkimResult.FAIL, DkimResult.PASS),
                report.findings().stream().map(DkimFinding::result).toList());
        assertEquals(DkimResult.PASS, report.result());
    }

    @Test
    void looksAtNoMoreSignaturesThanAllowed() throws IOException {
        String good = CraftedMail.signed("");
        String mail = "DKIM-Signature: nonsense\r\n".repeat(5_000) + good;
        DkimReport report = verify(mail);
        assertEquals(10, report.findings().size());
        assertEquals(4_991, report.passedOver());
        assertEquals(DkimResult.NEUTRAL, report.result());
    }

    @Test
    void asksForEachKeyOnceAndForNoMoreThanAllowed() throws IOException {
        List<String> asked = new ArrayList<>();
        Resolver counting = new Resolver() {
            @Override
            public <T> CompletionStage<Answer<T>> lookup(String name, RecordType<T> type) {
                asked.add(name);
                return ZONE.lookup(name, type);
            }
        };
        String good = CraftedMail.signed("");
        String field = good.substring(0, good.indexOf("\r\n") + 2);
        String mail = field + field.replace("s=rsa", "s=a") + field.replace("s=rsa", "s=b") + good;
        DkimReport report = verify(mail, counting, DkimPolicy.STANDARD.withBounds(10, 2));
        assertEquals(List.of(KEY, "a._domainkey.example.org"), asked);
        assertEquals(
                List.of(DkimResult.PASS, DkimResult.PERMERROR, DkimResult.POLICY, DkimResult.PASS),
                report.findings().stream().map(DkimFinding::result).toList());
    }

    @Test
    void readsNoHeaderLargerThanAllowed() throws IOException {
        String mail = CraftedMail.signed("");
        int header = mail.indexOf("\r\n\r\n") + 4;
        DkimPolicy fits = DkimPolicy.STANDARD.withMaxHeaderOctets(header);
        assertEquals(DkimResult.PASS, verify(mail, ZONE, fits).result());
        DkimReport report = verify(mail, ZONE, DkimPolicy.STANDARD.withMaxHeaderOctets(header - 1));
        assertEquals(DkimResult.PERMERROR, report.result());
        DkimReport lines = verify("a:\n".repeat(10_000) + mail);
        assertEquals(
                "the header is larger than 262144 octets or 10000 lines",
                lines.findings().get(0).reason());
    }

    @Test
    void waitsForNobody() {
        DkimVerification verification =
                new DkimVerifier(ZoneResolver.builder().silent(KEY).build(), CLOCK, DkimPolicy.STANDARD).begin();
        verification.update(ByteBuffer.wrap(CraftedMail.signed("").getBytes(ISO_8859_1)));
        assertFalse(verification.finish().toCompletableFuture().isDone());
        assertThrows(IllegalStateException.class, () -> verification.update(ByteBuffer.wrap(new byte[1])));
        assertThrows(IllegalStateException.class, verification::finish);
    }

    @Test
    void endsInTimeWhereAKeyDoesNotCome() throws IOException {
        Resolver silent = ZoneResolver.builder().silent(KEY).build();
        DkimReport report = verify(CraftedMail.signed(""), silent, DkimPolicy.STANDARD.withTime(Duration.ofMillis(50)));
        assertEquals(DkimResult.TEMPERROR, report.result());
        assertThrows(IllegalArgumentException.class, () -> DkimPolicy.STANDARD.withTime(Duration.ZERO));
    }

    private static DkimReport verify(String mail) throws IOException {
        return verify(mail, ZONE);
    }

    private static DkimReport verify(String mail, Resolver resolver) throws IOException {
        return verify(mail, resolver, DkimPolicy.STANDARD);
    }

    private static DkimReport verify(String mail, Resolver resolver, DkimPolicy policy) throws IOException {
        return new DkimVerifier(resolver, CLOCK, policy)
                .verify(Message.of(mail.getBytes(ISO_8859_1)))
                .toCompletableFuture()
                .join();
    }

    /** Answers every question with these texts, in this order. */
    private static Resolver answering(String... texts) {
        return new Resolver() {
            @Override
            @SuppressWarnings("unchecked") // only texts are asked for
            public <T> CompletionStage<Answer<T>> lookup(String name, RecordType<T> type) {
                List<T> records = (List<T>) List.of(texts);
                return CompletableFuture.completedFuture(Answer.found(records, Duration.ZERO, false));
            }
        };
    }

    private static String latin1(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }
}
