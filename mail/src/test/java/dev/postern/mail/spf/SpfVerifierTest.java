package dev.postern.mail.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.RecordType;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.dns.ZoneResolver;
import dev.postern.testkit.Rfc;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the result is, and why. */
class SpfVerifierTest {
    @Test
    @Rfc("7208#2.3")
    void judgesTheNameOfHelo() {
        Resolver resolver = ZoneResolver.of("mail.example.org. TXT \"v=spf1 ip4:192.0.2.1 -all\"");
        SpfFinding finding = Checks.of(resolver, SpfQuery.helo(Checks.address("192.0.2.1"), "mail.example.org"));
        assertEquals(SpfResult.PASS, finding.result());
        assertEquals("mail.example.org", finding.domain());
        assertEquals(
                SpfResult.FAIL,
                Checks.of(resolver, SpfQuery.helo(Checks.address("192.0.2.2"), "MAIL.example.org."))
                        .result());
    }

    @Test
    @Rfc("7208#2.4")
    void takesPostmasterOfHeloForTheNullPath() {
        Resolver resolver = ZoneResolver.of(
                "mail.example.org. TXT \"v=spf1 exists:%{l}.%{o} -all\"\npostmaster.mail.example.org. A 127.0.0.1");
        SpfFinding finding = Checks.of(resolver, Checks.CLIENT, "");
        assertEquals(SpfResult.PASS, finding.result());
        assertEquals("mail.example.org", finding.domain());
    }

    @Test
    @Rfc("7208#3.3")
    void joinsTheStringsOfARecord() {
        assertEquals(
                SpfResult.PASS,
                Checks.of(
                                ZoneResolver.of("example.org. TXT \"v=spf1 ip4:192.\" \"0.2.1 -all\""),
                                Checks.CLIENT,
                                Checks.SENDER)
                        .result());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann@localhost",
                "ann@[192.0.2.1]",
                "ann@example..org",
                "ann@",
                "@",
                "ann@a-label-that-is-longer-than-the-sixty-three-octets-which-dns-can-hold.org",
                "ann@nobody.example"
            })
    @Rfc("7208#4.3")
    void findsNoneWhereThereIsNoDomainToAsk(String sender) {
        Resolver resolver = ZoneResolver.of("localhost. TXT \"v=spf1 -all\"");
        assertEquals(SpfResult.NONE, Checks.of(resolver, Checks.CLIENT, sender).result());
    }

    @Test
    @Rfc("7208#4.3b")
    void takesPostmasterWhereThereIsNoLocalPart() {
        Resolver resolver =
                ZoneResolver.of(Checks.zone("v=spf1 exists:%{l}.%{o} -all", "postmaster.example.org. A 127.0.0.1"));
        assertEquals(
                SpfResult.PASS,
                Checks.of(resolver, Checks.CLIENT, "@example.org").result());
    }

    @Test
    @Rfc("7208#4.4")
    void knowsNothingWhereThePolicyCannotBeHad() {
        for (ZoneResolver.Builder builder : new ZoneResolver.Builder[] {
            ZoneResolver.builder().failing("example.org"),
            ZoneResolver.builder().timingOut("example.org")
        }) {
            assertEquals(
                    SpfResult.TEMPERROR,
                    Checks.of(builder.build(), Checks.CLIENT, Checks.SENDER).result());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "v=spf10 -all,      NONE",
        "v=spf2.0/pra -all, NONE",
        "' v=spf1 -all',    NONE",
        "V=SPF1 -ALL,       FAIL",
        "v=spf1,            NEUTRAL",
    })
    @Rfc("7208#4.5")
    void picksTheRecordThatIsAPolicy(String text, SpfResult result) {
        assertEquals(
                result,
                Checks.byPolicy(text, "example.org. TXT \"something else\"").result());
    }

    @Test
    @Rfc("7208#4.5b")
    void cannotFollowTwoPolicies() {
        assertEquals(
                SpfResult.PERMERROR,
                Checks.byPolicy("v=spf1 +all", "example.org. TXT \"v=spf1 -all\"")
                        .result());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+all nonsense",
                "+all nonsense:example.org",
                "+all a:example",
                "+all a:example.123",
                "+all a:example.org/33",
                "+all a:example.org/024",
                "+all a//129",
                "+all a/",
                "+all a:",
                "+all -",
                "+all include",
                "+all exists:example.org/24",
                "+all ip4:192.0.2",
                "+all ip4:192.0.2.256",
                "+all ip4:192.0.2.01",
                "+all ip4:192.0.2.1/33",
                "+all ip4",
                "+all ip6:2001:db8:::1",
                "+all ip6:2001:db8::1/129",
                "+all ip6:fe80::1%lo",
                "+all all:example.org",
                "+all all/8",
                "+all redirect=example.net redirect=example.net",
                "+all exp=example.net exp=example.net",
                "+all redirect=",
                "+all other=%",
                "+all a:%{x}.example.org",
                "+all a:%{d0}.example.org",
                "+all a:%{d",
                "+all a:%{c}.example.org",
                "+all a:%{dr2}",
                "+all\t-all"
            })
    @Rfc({"7208#4.6", "7208#6", "7208#7.1"})
    void cannotFollowAPolicyWithAnErrorAnywhere(String terms) {
        Resolver resolver = new SuiteResolver().add("example.org", "TXT", "v=spf1 " + terms);
        SpfFinding finding = Checks.of(resolver, Checks.CLIENT, Checks.SENDER);
        assertEquals(SpfResult.PERMERROR, finding.result(), finding::problem);
        assertNull(finding.mechanism());
    }

    @ParameterizedTest
    @CsvSource({
        "+ip4:192.0.2.0/24 -all, PASS,     +ip4:192.0.2.0/24",
        "?ip4:192.0.2.1 -all,    NEUTRAL,  ?ip4:192.0.2.1",
        "ip4:192.0.2.9 ~all,     SOFTFAIL, ~all",
        "-all +all,              FAIL,     -all",
        "IP4:192.0.2.1 -ALL,     PASS,     IP4:192.0.2.1",
    })
    @Rfc({"7208#4.6.2", "7208#5.1", "7208#5.6"})
    void theFirstThatMatchesDecides(String terms, SpfResult result, String mechanism) {
        SpfFinding finding = Checks.byPolicy("v=spf1 " + terms);
        assertEquals(result, finding.result());
        assertEquals(mechanism, finding.mechanism());
    }

    @Test
    @Rfc("7208#4.7")
    void isNeutralWhereNothingMatches() {
        SpfFinding finding = Checks.byPolicy("v=spf1 ip4:192.0.2.9 unknown=%{d}");
        assertEquals(SpfResult.NEUTRAL, finding.result());
        assertNull(finding.mechanism());
    }

    @Test
    @Rfc("7208#5")
    void knowsNothingWhereAHostCannotBeLookedUp() {
        for (String term : new String[] {
            "a:bad.example.net",
            "mx:bad.example.net",
            "mx:half.example.net",
            "exists:bad.example.net",
            "include:bad.example.net"
        }) {
            Resolver resolver = ZoneResolver.builder()
                    .zone(Checks.zone("v=spf1 " + term + " +all", "half.example.net. MX 0 bad.example.net."))
                    .failing("bad.example.net")
                    .build();
            SpfFinding finding = Checks.of(resolver, Checks.CLIENT, Checks.SENDER);
            assertEquals(SpfResult.TEMPERROR, finding.result(), term);
        }
    }

    @Test
    @Rfc("7208#5b")
    void takesAMappedAddressForTheIpv4AddressItStandsFor() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        System.arraycopy(Checks.address(Checks.CLIENT).getAddress(), 0, mapped, 12, 4);
        InetAddress client = Inet6Address.getByAddress(null, mapped, -1);
        Resolver resolver = ZoneResolver.of(Checks.zone("v=spf1 -ip6:::/0 a -all", "example.org. A 192.0.2.1"));
        SpfFinding finding = Checks.of(resolver, SpfQuery.mailFrom(client, Checks.HELO, Checks.SENDER));
        assertEquals("a", finding.mechanism());
    }

    @ParameterizedTest
    @CsvSource({
        "v=spf1 +all,          PASS,      include:other.example",
        "v=spf1 -all,          NEUTRAL,   ?all",
        "v=spf1 ~all,          NEUTRAL,   ?all",
        "v=spf1 ?all,          NEUTRAL,   ?all",
        "v=spf1 nonsense,      PERMERROR, ",
        "no policy,            PERMERROR, ",
        "v=spf1 a:bad.example, TEMPERROR, ",
    })
    @Rfc("7208#5.2")
    void includesWhatPasses(String included, SpfResult result, String mechanism) {
        Resolver resolver = ZoneResolver.builder()
                .zone(Checks.zone("v=spf1 include:other.example ?all", "other.example. TXT \"" + included + "\""))
                .failing("bad.example")
                .build();
        SpfFinding finding = Checks.of(resolver, Checks.CLIENT, Checks.SENDER);
        assertEquals(result, finding.result(), finding::problem);
        assertEquals(mechanism, finding.mechanism());
    }

    @ParameterizedTest
    @CsvSource({
        "a,                         192.0.2.1,     PASS",
        "a,                         192.0.2.2,     FAIL",
        "a/24,                      192.0.2.2,     PASS",
        "a/0,                       203.0.113.1,   PASS",
        "a//64,                     2001:db8::99,  PASS",
        "a/24//64,                  2001:db8::99,  PASS",
        "a/24,                      2001:db8::99,  FAIL",
        "a//64,                     192.0.2.2,     FAIL",
        "a:hosts.example.net,       198.51.100.7,  PASS",
        "a:hosts.example.net/25,    198.51.100.99, PASS",
        "a:hosts.example.net./25,   198.51.100.200, FAIL",
        "mx,                        198.51.100.7,  PASS",
        "mx,                        192.0.2.1,     FAIL",
        "mx/24,                     198.51.100.9,  PASS",
        "mx:example.org//48,        2001:db8:1::9, PASS",
        "mx:null.example.net,       192.0.2.1,     FAIL",
        "ip6:2001:db8::/32,         2001:db8:9::1, PASS",
        "ip6:2001:db8::/32,         192.0.2.1,     FAIL",
        "ip4:0.0.0.0/0,             2001:db8::1,   FAIL",
        "ip6:::ffff:192.0.2.1,      192.0.2.1,     FAIL",
        "exists:hosts.example.net,  2001:db8::1,   PASS",
        "exists:six.example.net,    2001:db8::1,   FAIL",
    })
    @Rfc({"7208#5.3", "7208#5.4", "7208#5.6", "7208#5.7"})
    void comparesHostsAndNetworks(String term, String client, SpfResult result) {
        Resolver resolver = ZoneResolver.of(Checks.zone(
                "v=spf1 " + term + " -all",
                "example.org. A 192.0.2.1",
                "example.org. AAAA 2001:db8::1",
                "example.org. MX 10 hosts.example.net.",
                "hosts.example.net. A 198.51.100.7",
                "hosts.example.net. AAAA 2001:db8:1::7",
                "six.example.net. AAAA 2001:db8::1",
                "null.example.net. MX 0 ."));
        assertEquals(result, Checks.of(resolver, client, Checks.SENDER).result());
    }

    @ParameterizedTest
    @CsvSource({
        "1, ptr,                   PASS",
        "1, ptr:example.org,       PASS",
        "1, ptr:mail.example.org,  PASS",
        "1, ptr:ample.org,         FAIL",
        "1, ptr:liar.example.net,  FAIL",
        "2, ptr,                   FAIL",
        "3, ptr,                   FAIL",
    })
    @Rfc("7208#5.5")
    void believesReverseNamesThatPointBack(int host, String term, SpfResult result) {
        Resolver resolver = ZoneResolver.builder()
                .zone(Checks.zone(
                        "v=spf1 " + term + " -all",
                        "1.2.0.192.in-addr.arpa. PTR liar.example.net.",
                        "1.2.0.192.in-addr.arpa. PTR Mail.Example.ORG.",
                        "2.2.0.192.in-addr.arpa. PTR mail.example.org.",
                        "mail.example.org. A 192.0.2.1",
                        "liar.example.net. A 192.0.2.99"))
                .failing("3.2.0.192.in-addr.arpa")
                .build();
        assertEquals(
                result, Checks.of(resolver, "192.0.2." + host, Checks.SENDER).result());
    }

    @ParameterizedTest
    @CsvSource({
        "v=spf1 -all,     FAIL",
        "v=spf1 ip4:192.0.2.1, PASS",
        "no policy,       PERMERROR",
        "v=spf1 nonsense, PERMERROR",
    })
    @Rfc("7208#6.1")
    void followsARedirectWhereNothingMatches(String other, SpfResult result) {
        SpfFinding finding =
                Checks.byPolicy("v=spf1 redirect=other.example ip4:192.0.2.9", "other.example. TXT \"" + other + "\"");
        assertEquals(result, finding.result(), finding::problem);
    }

    @Test
    @Rfc("7208#6.1b")
    void passesOverARedirectWhereSomethingMatches() {
        assertEquals(
                SpfResult.SOFTFAIL,
                Checks.byPolicy("v=spf1 redirect=nobody.example ~all").result());
    }

    @Test
    @Rfc("8616#4")
    void asksForTheALabelsOfADomain() {
        Resolver resolver = ZoneResolver.of("xn--bcher-kva.example. TXT \"v=spf1 exists:%{d}.list.example -all\"\n"
                + "xn--bcher-kva.example.list.example. A 127.0.0.2");
        SpfFinding finding = Checks.of(resolver, Checks.CLIENT, "ann@Bücher.example");
        assertEquals(SpfResult.PASS, finding.result());
        assertEquals("xn--bcher-kva.example", finding.domain());
    }

    @ParameterizedTest
    @CsvSource({
        "exists:%{l}.example.net -all,       FAIL",
        "include:%{s}.example.net -all,      FAIL",
        "redirect=%{l}.example.net,          NEUTRAL",
        "exists:%{o}.example.net -all,       PASS",
    })
    @Rfc("8616#4b")
    void matchesNothingByALocalPartThatDnsCannotHold(String terms, SpfResult result) {
        Resolver resolver = ZoneResolver.of(Checks.zone("v=spf1 " + terms, "example.org.example.net. A 127.0.0.1"));
        SpfFinding finding = Checks.of(resolver, Checks.CLIENT, "jürgen@example.org");
        assertEquals(result, finding.result(), finding::problem);
    }

    @Test
    @Rfc("7208#4.6.4e")
    void givesUpWhenTheTimeIsOver() {
        SpfLimits limits = SpfLimits.STANDARD.withTime(Duration.ofMillis(50));
        SpfQuery query = SpfQuery.mailFrom(Checks.address(Checks.CLIENT), Checks.HELO, Checks.SENDER);
        Resolver silent = ZoneResolver.builder()
                .zone(Checks.zone("v=spf1 a:silent.example +all"))
                .silent("silent.example")
                .build();
        assertEquals(SpfResult.TEMPERROR, Checks.of(silent, limits, query).result());
        assertTrue(SpfLimits.STANDARD.time().compareTo(Duration.ofSeconds(20)) >= 0);
    }

    @Test
    void keepsItsVerdictWhereOnlyTheExplanationTakesTooLong() {
        SpfLimits limits = SpfLimits.STANDARD.withTime(Duration.ofMillis(50));
        Resolver silent = ZoneResolver.builder()
                .zone(Checks.zone("v=spf1 -all exp=silent.example"))
                .silent("silent.example")
                .build();
        SpfFinding finding =
                Checks.of(silent, limits, SpfQuery.mailFrom(Checks.address(Checks.CLIENT), Checks.HELO, Checks.SENDER));
        assertEquals(SpfResult.FAIL, finding.result());
        assertEquals("-all", finding.mechanism());
        assertNull(finding.explanation());
    }

    @Test
    void waitsWithoutAThread() {
        CompletableFuture<Answer<String>> later = new CompletableFuture<>();
        Resolver resolver = new Resolver() {
            @Override
            @SuppressWarnings("unchecked") // only texts are asked for
            public <T> CompletionStage<Answer<T>> lookup(String name, RecordType<T> type) {
                return (CompletionStage<Answer<T>>) (CompletionStage<?>) later;
            }
        };
        CompletableFuture<SpfFinding> finding = new SpfVerifier(
                        resolver, SpfLimits.STANDARD, "mx.receiver.example", Checks.CLOCK)
                .verify(SpfQuery.mailFrom(Checks.address(Checks.CLIENT), Checks.HELO, Checks.SENDER))
                .toCompletableFuture();
        assertFalse(finding.isDone());
        later.complete(Answer.found(List.of("v=spf1 -all"), Duration.ZERO, false));
        assertEquals(SpfResult.FAIL, finding.join().result());
    }
}
