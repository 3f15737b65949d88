package dev.postern.mail.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.dns.Answer.Status;
import dev.postern.testkit.Rfc;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every resolver answers that knows these zones. */
abstract class ResolverContract {
    static final String EXAMPLE = """
            $TTL 300
            example. IN SOA ns.example. hostmaster.example. 1 3600 900 604800 60
            example. IN NS ns.example.
            ns.example. IN A 127.0.0.1
            example. IN MX 20 Backup.example.
            example. IN MX 10 mx.example.
            mx.example. 30 IN A 192.0.2.1
            mx.example. IN A 192.0.2.2
            mx.example. IN AAAA 2001:db8::1
            v6.example. IN AAAA 2001:db8::2
            null.example. IN MX 0 .
            txt.example. IN TXT "v=spf1 " "-all"
            txt.example. IN TXT "caf\\233"
            deep.er.example. IN A 192.0.2.3
            alias.example. 40 IN CNAME alias2.example.
            alias2.example. IN CNAME mx.example.
            dangling.example. IN CNAME nothing.example.
            leaving.example. 50 IN CNAME host.other.
            circle.example. IN CNAME circle2.example.
            circle2.example. IN CNAME circle.example.
            hop0.example. IN CNAME hop1.example.
            hop1.example. IN CNAME hop2.example.
            hop2.example. IN CNAME hop3.example.
            hop3.example. IN CNAME hop4.example.
            hop4.example. IN CNAME hop5.example.
            hop5.example. IN CNAME hop6.example.
            hop6.example. IN CNAME hop7.example.
            hop7.example. IN CNAME hop8.example.
            hop8.example. IN A 192.0.2.8
            before.hop0.example. IN CNAME hop0.example.
            xn--bcher-kva.example. IN A 192.0.2.9
            _submissions._tcp.example. IN SRV 10 5 465 Mail.example.
            _submissions._tcp.example. IN SRV 20 0 65535 backup.example.
            _pop3s._tcp.example. IN SRV 0 0 0 .
            _dmarc.example. IN TXT "v=DMARC1; p=reject"
            _25._tcp.mx.example. IN TLSA 3 1 1 0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef
            _25._tcp.mx.example. IN TLSA 255 254 253 00
            _25._tcp.backup.example. IN CNAME _25._tcp.mx.example.
            """;
    static final String OTHER = """
            $TTL 300
            other. IN SOA ns.other. hostmaster.other. 1 3600 900 604800 60
            other. IN NS ns.other.
            ns.other. IN A 127.0.0.1
            host.other. IN A 198.51.100.1
            """;
    static final String REVERSE_4 = """
            $TTL 300
            2.0.192.in-addr.arpa. IN SOA ns.example. hostmaster.example. 1 3600 900 604800 60
            2.0.192.in-addr.arpa. IN NS ns.example.
            1.2.0.192.in-addr.arpa. IN PTR Mx.Example.
            1.2.0.192.in-addr.arpa. IN PTR other.example.
            """;
    static final String REVERSE_6 = """
            $TTL 300
            8.b.d.0.1.0.0.2.ip6.arpa. IN SOA ns.example. hostmaster.example. 1 3600 900 604800 60
            8.b.d.0.1.0.0.2.ip6.arpa. IN NS ns.example.
            1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. IN PTR mx.example.
            """;
    /** Too large for a packet. */
    static final String LARGE_TEXT = "x".repeat(250);

    static final int LARGE_COUNT = 40;

    /** A resolver that knows these zones, and to which everything in and below {@code broken.} fails. */
    abstract Resolver resolver();

    static String largeZone() {
        StringBuilder zone = new StringBuilder("$TTL 300\nlarge. IN SOA ns.large. host.large. 1 3600 900 604800 60\n"
                + "large. IN NS ns.large.\nns.large. IN A 127.0.0.1\n");
        for (int i = 0; i < LARGE_COUNT; i++) {
            zone.append("large. IN TXT \"").append(i).append(LARGE_TEXT).append("\"\n");
        }
        return zone.toString();
    }

    static <T> Answer<T> await(CompletionStage<Answer<T>> answer) {
        return answer.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Test
    void findsWhoTakesMail() {
        Answer<MailExchanger> answer = await(resolver().mx("example"));
        assertEquals(
                Set.of(new MailExchanger(10, "mx.example"), new MailExchanger(20, "backup.example")),
                new HashSet<>(answer.records()));
        assertEquals(Status.FOUND, answer.status());
        assertEquals(Duration.ofMinutes(5), answer.ttl());
        assertFalse(answer.authenticated());
    }

    @Test
    @Rfc("7505#3")
    void tellsTheNullExchanger() {
        MailExchanger none = await(resolver().mx("null.example")).records().get(0);
        assertEquals(new MailExchanger(0, ""), none);
        assertTrue(none.isNull());
    }

    @Test
    @Rfc("2782#4")
    void findsWhoOffersAService() {
        Answer<ServiceRecord> answer = await(resolver().srv("_submissions._tcp.example"));
        assertEquals(
                Set.of(
                        new ServiceRecord(10, 5, 465, "mail.example"),
                        new ServiceRecord(20, 0, 65_535, "backup.example")),
                new HashSet<>(answer.records()));
        ServiceRecord none =
                await(resolver().srv("_pop3s._tcp.example")).records().get(0);
        assertEquals(new ServiceRecord(0, 0, 0, ""), none);
        assertTrue(none.isNull());
        assertEquals(
                Status.NO_SUCH_NAME,
                await(resolver().srv("_imaps._tcp.example")).status());
    }

    @Test
    @Rfc({"6698#2.1", "6698#3"})
    void findsHowACertificateIsRecognized() {
        TlsaRecord digest = new TlsaRecord(3, 1, 1, "0123456789abcdef".repeat(4));
        Answer<TlsaRecord> answer = await(resolver().tlsa("_25._tcp.mx.example"));
        assertEquals(Set.of(digest, new TlsaRecord(255, 254, 253, "00")), new HashSet<>(answer.records()));
        assertEquals("3 1 1 " + digest.association(), digest.toString());
        assertEquals(
                2, await(resolver().tlsa("_25._tcp.backup.example")).records().size());
        assertEquals(
                Status.NO_SUCH_NAME,
                await(resolver().tlsa("_25._tcp.ns.example")).status());
    }

    @Test
    void findsOneAliasAndNoMore() {
        assertEquals(
                List.of("alias2.example"),
                await(resolver().alias("alias.example")).records());
        assertEquals(
                List.of("host.other"),
                await(resolver().alias("leaving.example")).records());
        assertEquals(Status.NO_DATA, await(resolver().alias("mx.example")).status());
        assertEquals(
                Status.NO_SUCH_NAME, await(resolver().alias("nothing.example")).status());
    }

    @Test
    void findsAddressesOfEitherKindAndOfBoth() throws UnknownHostException {
        InetAddress first = InetAddress.getByName("192.0.2.1");
        InetAddress second = InetAddress.getByName("192.0.2.2");
        InetAddress sixth = InetAddress.getByName("2001:db8::1");
        assertEquals(
                Set.of(first, second),
                new HashSet<>(await(resolver().a("mx.example")).records()));
        assertEquals(List.of(sixth), await(resolver().aaaa("mx.example")).records());
        Answer<InetAddress> both = await(resolver().addresses("mx.example"));
        assertEquals(Set.of(first, second, sixth), new HashSet<>(both.records()));
        assertEquals(1, await(resolver().addresses("v6.example")).records().size());
        assertEquals(
                Status.NO_SUCH_NAME,
                await(resolver().addresses("nothing.example")).status());
        assertEquals(Status.NO_DATA, await(resolver().addresses("txt.example")).status());
        assertEquals(Status.FAILED, await(resolver().addresses("ns.broken")).status());
    }

    @Test
    void joinsTheStringsOfATextAndKeepsItsOctets() {
        assertEquals(
                Set.of("v=spf1 -all", "caf\u00e9"),
                new HashSet<>(await(resolver().txt("txt.example")).records()));
        assertEquals(
                List.of("v=DMARC1; p=reject"),
                await(resolver().txt("_dmarc.example")).records());
    }

    @Test
    void findsTheNamesOfAnAddress() throws UnknownHostException {
        Answer<String> names = await(resolver().ptr(InetAddress.getByName("192.0.2.1")));
        assertEquals(Set.of("mx.example", "other.example"), new HashSet<>(names.records()));
        assertEquals(
                List.of("mx.example"),
                await(resolver().ptr(InetAddress.getByName("2001:db8::1"))).records());
        assertEquals(
                Status.NO_SUCH_NAME,
                await(resolver().ptr(InetAddress.getByName("192.0.2.77"))).status());
    }

    @Test
    void readsNamesInAnyCaseWithAndWithoutTheFinalDot() {
        assertEquals(1, await(resolver().a("DEEP.er.Example.")).records().size());
        assertEquals(1, await(resolver().a("deep.er.example")).records().size());
    }

    @Test
    @Rfc("2308#5")
    void tellsNoSuchNameFromNoSuchRecordAndHowLongThatHolds() {
        Answer<MailExchanger> name = await(resolver().mx("nothing.example"));
        assertEquals(Status.NO_SUCH_NAME, name.status());
        assertEquals(Duration.ofMinutes(1), name.ttl());
        Answer<MailExchanger> record = await(resolver().mx("mx.example"));
        assertEquals(Status.NO_DATA, record.status());
        assertEquals(Duration.ofMinutes(1), record.ttl());
        assertEquals(Status.NO_DATA, await(resolver().a("er.example")).status(), "a name between two others exists");
        assertFalse(name.isTemporary() || record.isTemporary());
    }

    @Test
    void followsAliasesAndTakesTheirShortestTtl() {
        Answer<InetAddress> answer = await(resolver().a("alias.example"));
        assertEquals(2, answer.records().size());
        assertEquals(Duration.ofSeconds(30), answer.ttl());
        assertEquals(
                Duration.ofSeconds(40), await(resolver().aaaa("alias.example")).ttl());
        assertEquals(Status.NO_DATA, await(resolver().mx("alias.example")).status());
        assertEquals(
                Status.NO_SUCH_NAME, await(resolver().a("dangling.example")).status());
    }

    @Test
    void followsAnAliasIntoAnotherZone() {
        Answer<InetAddress> answer = await(resolver().a("leaving.example"));
        assertEquals(1, answer.records().size());
        assertEquals(Duration.ofSeconds(50), answer.ttl());
    }

    @Test
    void followsEightAliasesAndNoMore() {
        assertEquals(Status.FOUND, await(resolver().a("hop0.example")).status());
        assertEquals(Status.FAILED, await(resolver().a("before.hop0.example")).status());
        assertEquals(Status.FAILED, await(resolver().a("circle.example")).status());
    }

    @Test
    void failsWhereTheServerDoes() {
        Answer<InetAddress> answer = await(resolver().a("ns.broken"));
        assertEquals(Status.FAILED, answer.status());
        assertTrue(answer.isTemporary());
        assertNotEquals("", answer.detail());
    }

    @Test
    void takesWhatIsTooLargeForAPacket() {
        assertEquals(LARGE_COUNT, await(resolver().txt("large")).records().size());
    }

    @Test
    void convertsNamesThatAreNotAscii() {
        assertEquals(1, await(resolver().a("b\u00fccher.example")).records().size());
        assertEquals(
                1, await(resolver().a("B\u00dcCHER\u3002example")).records().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "@",
                "a..example",
                ".example",
                "a\0b.example",
                "a b.example",
                "a\r\nb.example",
                "a\\.b.example",
                "\\000.example",
                "stra\u00dfe.example",
                "\u200c.example",
                "\ud800.example",
                "\u0000\u00fc.example",
                "1234567890123456789012345678901234567890123456789012345678901234.example"
            })
    void knowsNoNameThatDnsCanNotHold(String name) {
        Answer<InetAddress> answer = await(resolver().addresses(name));
        assertEquals(Status.NO_SUCH_NAME, answer.status());
        assertEquals(Status.NO_SUCH_NAME, await(resolver().mx(name)).status());
    }

    @Test
    void knowsNoNameThatIsTooLong() {
        for (String name : List.of("a.".repeat(127), "a.".repeat(128), "\u00fc.".repeat(40), "a".repeat(1_000_000))) {
            Answer<InetAddress> answer = await(resolver().a(name + "example"));
            assertEquals(Status.NO_SUCH_NAME, answer.status(), () -> name.length() + " characters");
        }
    }
}
