package dev.postern.mail.arc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.dkim.DkimPolicy;
import dev.postern.mail.dkim.KeyZone;
import dev.postern.mail.dkim.TestKeys;
import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.RecordType;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.dns.ZoneResolver;
import dev.postern.mail.signature.SignatureAlgorithm;
import dev.postern.testkit.Rfc;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArcVerifierTest {
    private static final String ONCE = Chains.sealed(Chains.MAIL);
    private static final String TWICE = Chains.sealed(ONCE);

    @Test
    @Rfc("8617#4.4")
    void saysNoneWhereNobodyHasSealed() {
        assertEquals(ArcReport.NONE, Chains.verified(Chains.MAIL));
        assertEquals(ArcReport.NONE, Chains.verified(""));
    }

    @Test
    @Rfc("8617#5.2")
    void passesAndTellsWhoSaidWhat() {
        ArcReport report = Chains.verified(TWICE);
        assertEquals(
                new ArcReport(
                        ArcResult.PASS,
                        "",
                        List.of(
                                new ArcHop(1, TestKeys.DOMAIN, "rsa", Chains.RESULTS),
                                new ArcHop(2, TestKeys.DOMAIN, "rsa", Chains.RESULTS)),
                        0),
                report);
    }

    @Test
    @Rfc("8617#5.2.5")
    void tellsSinceWhenTheMailIsUnchanged() {
        String mail = Chains.sealed(Chains.passedOn(ONCE));
        ArcReport report = Chains.verified(mail);
        assertEquals(ArcResult.PASS, report.result(), report::reason);
        assertEquals(3, report.hops().size());
        assertEquals(2, report.oldestPass());
    }

    @Test
    @Rfc("8617#5.2.1")
    void takesFiftySetsAndNoMore() {
        String mail = Chains.MAIL;
        for (int i = 0; i < 50; i++) {
            mail = Chains.sealed(mail);
        }
        ArcReport report = Chains.verified(mail);
        assertEquals(ArcResult.PASS, report.result(), report::reason);
        assertEquals(50, report.hops().size());
        assertEquals(mail, Chains.sealed(mail));
        String more = mail.replaceFirst("(?s)(ARC-Seal.*?)(?=ARC-Seal)", "$1$1");
        assertEquals("more than 50 sets", Chains.verified(more).reason());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "From: Ann <ann@ | From: Eve <eve@ | the newest signature does not count: it is not what was signed",
                "At noon | At night | the newest signature does not count: it is not what was signed",
                "i=1; mx.example.org | i=1; other.example | the seal 1 does not count: it is not what was signed",
                "cv=none | cv=pass | a seal that says something else of the chain below it",
                "cv=none | cv=NONE | a seal that says something else of the chain below it",
                "i=1; mx | i=2; mx | a set with two fields of a kind",
                "i=1; mx | i=51; mx | a field without the number of its set",
                "i=1; mx | i = 1; h=from; mx | the seal 1 does not count: it is not what was signed",
                "cv=none | h=from; cv=none | a seal with a list of fields",
                "ARC-Authentication-Results: i=1 | X-Results: i=1 | a set that lacks a field",
                "Subject: Lunch | From: Eve <eve@example.net> | the mail has not one From",
                "Subject: Lunch | Lunch | a line of the header belongs to no field"
            })
    @Rfc("8617#5.2.3")
    void failsForGoodWhereAnythingIsWrong(String part, String other, String reason) {
        assertTrue(TWICE.contains(part), part);
        ArcReport report = Chains.verified(TWICE.replace(part, other));
        assertEquals(ArcResult.FAIL, report.result());
        assertEquals(reason, report.reason());
        assertEquals(List.of(), report.hops());
    }

    @Test
    @Rfc("8617#5.2.3b")
    void takesNoGaps() {
        String mail = Pattern.compile("i=2;").matcher(TWICE).replaceAll("i=3;");
        assertEquals("a gap between the sets", Chains.verified(mail).reason());
    }

    @Test
    @Rfc("8617#5.2.2")
    void stopsWhereOneBeforeUsFoundTheChainBroken() {
        Resolver nobody = counting(new AtomicInteger());
        String broken = Chains.sealed(ONCE.replace("At noon", "At night"));
        assertTrue(broken.contains("cv=fail"), broken);
        ArcReport report = Chains.verified(nobody, DkimPolicy.STANDARD, broken);
        assertEquals(ArcResult.FAIL, report.result());
        assertEquals("the last who sealed the mail found its chain broken", report.reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"l=8", "x=1600000000", "a=rsa-sha1", "c=loose", "t=now"})
    @Rfc("8617#4.1.2")
    void countsNoWeakSignatures(String tag) {
        String name = tag.substring(0, 2);
        String with = Pattern.compile("(ARC-Message-Signature:)( a=rsa-sha256)")
                .matcher(ONCE)
                .replaceFirst("$1 " + tag + ";$2");
        String mail = name.equals("l=") || name.equals("x=")
                ? with
                : ONCE.replaceFirst("(?s)(ARC-Message-Signature:.*?)\\b" + name + "[^;\r]*", "$1" + tag);
        assertEquals(
                "the newest signature is malformed, or of a kind that does not count",
                Chains.verified(mail).reason());
    }

    @Test
    @Rfc("8617#5.2.1b")
    void failsForGoodWhereAKeyCanNotBeHad() {
        String name = "rsa._domainkey.example.org";
        for (Resolver zone : List.of(
                ZoneResolver.of(""),
                ZoneResolver.builder().failing(name).build(),
                ZoneResolver.builder().timingOut(name).build())) {
            ArcReport report = Chains.verified(zone, DkimPolicy.STANDARD, ONCE);
            assertEquals(ArcResult.FAIL, report.result());
            assertEquals("the newest signature does not count: its key can't be had", report.reason());
        }
    }

    @Test
    void endsInTimeWhereAKeyDoesNotCome() {
        Resolver silent =
                ZoneResolver.builder().silent("rsa._domainkey.example.org").build();
        ArcReport report = Chains.verified(silent, DkimPolicy.STANDARD.withTime(Duration.ofMillis(50)), ONCE);
        assertEquals("the newest signature does not count: its key can't be had", report.reason());
    }

    @Test
    void asksForEachKeyOnceAndForNotTooMany() {
        AtomicInteger asked = new AtomicInteger();
        ArcReport report = Chains.verified(counting(asked), DkimPolicy.STANDARD, TWICE);
        assertEquals(ArcResult.PASS, report.result(), report::reason);
        assertEquals(1, asked.get());
        String many = TWICE;
        for (int i = 0; i < 2; i++) {
            many = many.replaceFirst("s=rsa", "s=k" + i);
        }
        asked.set(0);
        report = Chains.verified(counting(asked), DkimPolicy.STANDARD.withBounds(1, 2), many);
        assertEquals(ArcResult.FAIL, report.result());
        assertEquals(2, asked.get());
        report = Chains.verified(
                Chains.ZONE, DkimPolicy.STANDARD.withBounds(1, 1), TWICE.replaceFirst("s=rsa", "s=other"));
        assertEquals("the seal 2 does not count: there are too many keys to ask for", report.reason());
    }

    @Test
    void countsNoShortKeys() {
        ArcReport report = Chains.verified(Chains.ZONE, DkimPolicy.STANDARD.withMinRsaBits(4_096), ONCE);
        assertEquals("the newest signature does not count: the key of 2048 bits is too short", report.reason());
    }

    @Test
    void verifiesNotTooOften() {
        String mail = Chains.MAIL;
        for (int i = 0; i < 40; i++) {
            mail = Chains.sealed(mail);
        }
        String name = "rsa._domainkey.example.org";
        byte[] other = TestKeys.generate("RSA", 2_048).getPublic().getEncoded();
        Resolver decoys = ZoneResolver.of(KeyZone.line(name, KeyZone.record(SignatureAlgorithm.RSA_SHA256, other))
                + KeyZone.line(name, KeyZone.record(SignatureAlgorithm.RSA_SHA256, other) + ";n=2")
                + TestKeys.zone());
        ArcReport report = Chains.verified(decoys, DkimPolicy.STANDARD, mail);
        assertEquals("the seal 33 does not count: there is too much to verify", report.reason());
        assertEquals(
                ArcResult.PASS,
                Chains.verified(decoys, DkimPolicy.STANDARD, TWICE).result());
    }

    private static Resolver counting(AtomicInteger asked) {
        return new Resolver() {
            @Override
            public <T> CompletionStage<Answer<T>> lookup(String name, RecordType<T> type) {
                asked.incrementAndGet();
                return Chains.ZONE.lookup(name, type);
            }
        };
    }
}
