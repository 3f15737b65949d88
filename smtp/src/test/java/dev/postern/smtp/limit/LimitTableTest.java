package dev.postern.smtp.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitTableTest {
    private static Limit limit(LimitTable table, String server) {
        return table.named(server).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "gmail-smtp-in.l.google.com, gmail, 20, 100",
        "ASPMX.L.GOOGLE.COM., gmail, 20, 100",
        "alt1.aspmx.l.googlemail.com, gmail, 20, 100",
        "example-org.mail.protection.outlook.com, outlook, 20, 100",
        "hotmail-com.olc.protection.outlook.com, outlook, 20, 100",
        "mta5.am0.yahoodns.net, yahoo, 10, 20"
    })
    void knownProvidersHaveLimits(String server, String name, int connections, int mails) {
        assertEquals(new Limit(name, connections, mails, null, null), limit(LimitTable.parse(List.of()), server));
    }

    @Test
    void whatAnEntrySaysCountsAndTheRestStays() {
        LimitTable table = LimitTable.parse(List.of("Gmail: rate=500/1m connections=3"));
        assertEquals(
                new Limit("gmail", 3, 100, new Rate(500, Duration.ofMinutes(1)), null),
                limit(table, "gmail-smtp-in.l.google.com"));
    }

    @Test
    void aWarmUpIsTheSameForEachOfSeveralSendersWhoCountTogether() {
        LimitTable table = LimitTable.parse(List.of("outlook: warmup=100..1000"));
        Limit whole = limit(table, "example-org.mail.protection.outlook.com");
        assertEquals(new Limit("outlook", 20, 100, null, new WarmUp(100, 1_000, 2)), whole);
        assertEquals(
                whole.warmUp(),
                limit(table.share(1, 2), "example-org.mail.protection.outlook.com")
                        .warmUp());
        assertTrue(table.countsDays() && whole.holdsBack());
        assertFalse(LimitTable.parse(List.of("gmail: rate=1/1s")).countsDays());
    }

    @Test
    void aNameCountsMoreThanWhatIsAboveIt() {
        LimitTable table = LimitTable.parse(List.of(
                "*.example.org: connections=2", "mx.example.org: connections=3", "*.a.example.org: connections=4"));
        assertEquals(2, limit(table, "other.example.org").connections());
        assertEquals(2, limit(table, "b.mx.example.org").connections());
        assertEquals(3, limit(table, "mx.example.org").connections());
        assertEquals(4, limit(table, "x.a.example.org").connections());
        assertTrue(table.named("example.org").isEmpty());
        assertTrue(table.named("notexample.org").isEmpty());
        assertTrue(table.named("").isEmpty());
    }

    @Test
    void eachIsForTheServersThatNothingNames() {
        LimitTable table = LimitTable.parse(List.of("each: rate=20/1s"));
        assertEquals(new Rate(20, Duration.ofSeconds(1)), table.each().rate());
        assertTrue(table.named("mx.example.net").isEmpty());
        assertTrue(!LimitTable.EMPTY.each().holdsBack());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gmial: rate=1/1s | must begin with gmail, outlook, yahoo, each, mx.example.org or *.example.org and a colon",
                "rate=1/1s | must begin with",
                "mx.*.org: rate=1/1s | must begin with",
                "gmail: | not nothing",
                "gmail: speed=3 | not speed=3",
                "gmail: connections=0 | connections=0: the number must be from 1 to 999999",
                "gmail: mails=-1 | mails=-1: the number must be",
                "gmail: rate=0/1s | a rate is mails, a slash and a time up to 31d",
                "gmail: rate=1/99999d | a rate is mails, a slash and a time up to 31d",
                "gmail: warmup=100 | a warm-up is the mails of the first day, two dots",
                "each: warmup=1..9 | a warm-up is for a provider, a domain or a server, and not for each",
                "gmail: rate=1/1s rate=2/1s | rate=2/1s stands behind another limit of this kind"
            })
    void errorsNameTheEntryAndTheRemedy(String entry, String message) {
        String text = assertThrows(IllegalArgumentException.class, () -> LimitTable.parse(List.of(entry)))
                .getMessage();
        assertTrue(text.startsWith(entry + ": ") && text.contains(message), text);
    }

    @Test
    void anEntryStandsOnce() {
        assertEquals(
                "GMAIL: mails=2: there is another entry for gmail: join them",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> LimitTable.parse(List.of("gmail: mails=1", "GMAIL: mails=2")))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 3", "2, 3", "1, 3", "100, 7"})
    void theSharesOfAllComeToTheWhole(int whole, int senders) {
        LimitTable table =
                LimitTable.parse(List.of("mx.example.org: connections=" + whole + " mails=9 rate=" + whole + "/1m"));
        int connections = 0;
        double perMinute = 0;
        for (int i = 0; i < senders; i++) {
            Limit share = limit(table.share(i, senders), "mx.example.org");
            Rate rate = share.rate();
            connections += share.connections();
            perMinute += rate == null ? 0 : rate.mails() * 60e9 / rate.period().toNanos();
            assertEquals(9, share.mailsPerConnection());
        }
        assertEquals(Math.max(whole, senders), connections, "each has one at least");
        assertEquals(whole, perMinute, 1e-6);
    }

    @Test
    void thereIsNoShareForOthers() {
        assertThrows(IllegalArgumentException.class, () -> LimitTable.EMPTY.share(3, 3));
        assertThrows(IllegalArgumentException.class, () -> LimitTable.EMPTY.share(-1, 3));
    }
}
