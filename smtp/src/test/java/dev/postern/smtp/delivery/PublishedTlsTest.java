package dev.postern.smtp.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Domain;
import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.RecordType;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.dns.ZoneResolver;
import dev.postern.smtp.client.Assurance;
import dev.postern.smtp.client.MailServer;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.sts.PolicySource;
import dev.postern.smtp.sts.StsPolicies;
import dev.postern.smtp.tlsrpt.ResultType;
import dev.postern.testkit.Rfc;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which hosts have to prove what, by what a zone says that is signed under {@code signed.}, and by policies of MTA-STS. */
@Timeout(30)
class PublishedTlsTest {
    private static final String RECORD = " TLSA 3 1 1 " + "ab".repeat(32) + "\n";
    private static final String ZONE = "_25._tcp.mx.signed" + RECORD
            + "_25._tcp.mx.open" + RECORD
            + "_25._tcp.own.signed" + RECORD
            + "_25._tcp.out.signed" + RECORD
            + "_25._tcp.both.signed TLSA 3 1 1 " + "cd".repeat(32) + "\n"
            + "_25._tcp.useless.signed TLSA 0 0 1 " + "ab".repeat(32) + "\n"
            + "_25._tcp.points.signed CNAME _25._tcp.mx.signed\n"
            + "_25._tcp.strays.signed CNAME _25._tcp.mx.open\n"
            + """
            mx.signed       A 192.0.2.1
            mx.open         A 192.0.2.2
            plain.signed    A 192.0.2.3
            useless.signed  A 192.0.2.4
            own.signed      A 192.0.2.5
            points.signed   A 192.0.2.6
            strays.signed   A 192.0.2.7
            broken.signed   A 192.0.2.8
            in.signed       CNAME mx.signed
            back.signed     CNAME plain.signed
            both.signed     CNAME mx.signed
            out.signed      CNAME mx.open
            away.signed     CNAME mx.open
            into.open       CNAME mx.signed
            _25._tcp.back.signed TLSA 3 1 1 abababababababababababababababababababababababababababababababab
            dane.signed     MX 10 mx.signed
            dane.open       MX 10 mx.signed
            hostopen.signed MX 10 mx.open
            plain2.signed   MX 10 plain.signed
            useless2.signed MX 10 useless.signed
            points2.signed  MX 10 points.signed
            strays2.signed  MX 10 strays.signed
            in2.signed      MX 10 in.signed
            back2.signed    MX 10 back.signed
            both2.signed    MX 10 both.signed
            out2.signed     MX 10 out.signed
            away2.signed    MX 10 away.signed
            into2.signed    MX 10 into.open
            broken2.signed  MX 10 broken.signed
            twice.signed    MX 10 broken.signed
            twice.signed    MX 20 mx.signed
            order.signed    MX 10 plain.signed
            order.signed    MX 20 mx.signed
            _mta-sts.sts.open     TXT "v=STSv1; id=1;"
            sts.open              MX 10 mx.open
            sts.open              MX 20 other.open
            other.open            A 192.0.2.12
            _mta-sts.stray.open   TXT "v=STSv1; id=1;"
            stray.open            MX 10 mx.open
            _mta-sts.testing.open TXT "v=STSv1; id=1;"
            testing.open          MX 10 mx.open
            _mta-sts.dead.open    TXT "v=STSv1; id=1;"
            dead.open             MX 10 mx.open
            _mta-sts.mixed.signed TXT "v=STSv1; id=1;"
            mixed.signed          MX 10 mx.signed
            mixed.signed          MX 20 plain.signed
            """;

    private static final PolicySource WEB = domain -> switch (domain.text()) {
        case "sts.open" -> policy("enforce", "mx.open");
        case "stray.open" -> policy("enforce", "*.stray.open");
        case "testing.open" -> policy("testing", "nobody.open");
        case "mixed.signed" -> policy("enforce", "plain.signed");
        default -> CompletableFuture.failedFuture(new IllegalStateException("nobody there"));
    };

    private final ConcurrentLinkedQueue<String> questions = new ConcurrentLinkedQueue<>();
    private final Resolver zone = ZoneResolver.builder()
            .zone(ZONE)
            .signed("signed")
            .failing("_25._tcp.broken.signed")
            .build();
    private final Resolver dns = new Resolver() {
        @Override
        public <T> CompletionStage<Answer<T>> lookup(String name, RecordType<T> type) {
            questions.add(type + " " + name);
            return zone.lookup(name, type);
        }
    };

    private static CompletionStage<String> policy(String mode, String host) {
        return CompletableFuture.completedFuture(
                "version: STSv1\nmode: " + mode + "\nmx: " + host + "\nmax_age: 86400\n");
    }

    private Routing route(String domain) throws Exception {
        return route(domain, new PublishedTls(dns, StsPolicies.inMemory(dns, WEB), each -> false));
    }

    private Routing route(String domain, PublishedTls published) throws Exception {
        return new MxRouter(dns, MxSettings.STANDARD, new Random(1), published)
                .route(null, Domain.parse(domain))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static String told(Routing routing) {
        if (routing instanceof Routing.Unknown unknown) {
            return unknown.status() + " " + unknown.policy();
        }
        return assertInstanceOf(Routing.Found.class, routing).servers().stream()
                .map(server -> server.name() + " " + told(server))
                .collect(Collectors.joining(", "));
    }

    private static String told(MailServer server) {
        Assurance assurance = server.assurance();
        if (assurance == null) {
            return "nothing";
        }
        return assurance.policy().text()
                + (assurance.identity() == null
                        ? ""
                        : " of " + assurance.identity().base());
    }

    @ParameterizedTest
    @CsvSource({
        "dane.signed, mx.signed dane of mx.signed",
        "own.signed, own.signed dane of own.signed",
        "dane.open, mx.signed nothing",
        "hostopen.signed, mx.open nothing",
        "plain2.signed, plain.signed nothing",
        "useless2.signed, useless.signed dane",
        "points2.signed, points.signed dane of points.signed",
        "strays2.signed, strays.signed nothing",
        "in2.signed, in.signed dane of mx.signed",
        "both2.signed, both.signed dane of mx.signed",
        "back2.signed, back.signed dane of back.signed",
        "out2.signed, out.signed dane of out.signed",
        "away2.signed, away.signed nothing",
        "into2.signed, into.open nothing",
    })
    @Rfc({"7672#2.2.1", "7672#2.2.2", "7672#2.2.2b", "7672#2.2.3", "7672#2.2"})
    void aHostProvesByDaneWhatDnsSaysSecurely(String domain, String told) throws Exception {
        assertEquals(told, told(route(domain)));
    }

    @Test
    @Rfc("7672#2.2")
    void withRecordsOfNoUseTheConnectionIsEncrypted() throws Exception {
        MailServer server = assertInstanceOf(Routing.Found.class, route("useless2.signed"))
                .servers()
                .get(0);
        assertEquals(TlsMode.ENCRYPTED, server.tls());
        assertEquals(
                TlsMode.REQUIRED,
                assertInstanceOf(Routing.Found.class, route("dane.signed"))
                        .servers()
                        .get(0)
                        .tls());
    }

    @Test
    @Rfc("7672#2.1.2")
    void aHostOfWhichDnsCantTellIsNotTried() throws Exception {
        Routing.Unknown unknown = assertInstanceOf(Routing.Unknown.class, route("broken2.signed"));
        assertEquals("4.4.3", unknown.status().toString());
        assertEquals(new PolicyResult(Assurance.Policy.DANE, ResultType.DNSSEC_INVALID), unknown.policy());
        assertTrue(unknown.reason().contains("broken.signed"), unknown::reason);
        assertEquals("mx.signed dane of mx.signed", told(route("twice.signed")));
    }

    @Test
    @Rfc("7672#2.2.1b")
    void hostsKeepTheirOrder() throws Exception {
        assertEquals("plain.signed nothing, mx.signed dane of mx.signed", told(route("order.signed")));
    }

    @Test
    @Rfc({"7672#2.2.1", "7672#2.2.2"})
    void nobodyAsksForRecordsThatWouldNotCount() throws Exception {
        route("dane.open");
        route("hostopen.signed");
        route("into2.signed");
        assertTrue(questions.stream().noneMatch(question -> question.startsWith("TLSA")), questions::toString);
        route("dane.signed");
        assertTrue(questions.contains("TLSA _25._tcp.mx.signed"));
    }

    @Test
    @Rfc({"8461#4.1", "8461#5"})
    void anEnforcedPolicyLeavesTheHostsThatItNames() throws Exception {
        assertEquals("mx.open mta-sts", told(route("sts.open")));
        Routing.Unknown barred = assertInstanceOf(Routing.Unknown.class, route("stray.open"));
        assertEquals("4.7.5", barred.status().toString());
        assertEquals(new PolicyResult(Assurance.Policy.MTA_STS, ResultType.VALIDATION_FAILURE), barred.policy());
        assertTrue(barred.reason().contains("mx.open"), barred::reason);
    }

    @Test
    @Rfc("8461#5")
    void aPolicyThatIsTestedOrCantBeHadBarsNobody() throws Exception {
        Routing.Found testing = assertInstanceOf(Routing.Found.class, route("testing.open"));
        assertEquals("mx.open mta-sts-testing", told(testing));
        assertNull(testing.servers().get(0).tls());
        assertEquals("mx.open nothing", told(route("dead.open")));
    }

    @Test
    @Rfc("8461#2")
    void daneComesBeforeMtaSts() throws Exception {
        assertEquals("mx.signed dane of mx.signed, plain.signed mta-sts", told(route("mixed.signed")));
    }

    @Test
    void whatIsProvedOtherwiseGoesAnotherWay() throws Exception {
        Routing.Found sts = assertInstanceOf(Routing.Found.class, route("sts.open"));
        Routing.Found dead = assertInstanceOf(Routing.Found.class, route("dead.open"));
        assertNotEquals(sts.destination(), dead.destination());
        assertNotEquals(sts.servers().get(0), dead.servers().get(0));
        Routing.Found one = assertInstanceOf(Routing.Found.class, route("dane.signed"));
        Routing.Found same = assertInstanceOf(Routing.Found.class, route("in2.signed"));
        assertEquals(one, route("dane.signed"));
        assertNotEquals(one.destination(), same.destination());
    }

    @Test
    void anExemptDomainIsAskedForNothing() throws Exception {
        PublishedTls published =
                new PublishedTls(dns, StsPolicies.inMemory(dns, WEB), Domain.parse("dane.signed")::equals);
        assertEquals("mx.signed nothing", told(route("dane.signed", published)));
        assertEquals("mx.signed nothing", told(route("dane.signed", PublishedTls.NONE)));
        assertEquals(
                List.of(), questions.stream().filter(each -> each.contains("_")).toList());
    }

    @Test
    void aPolicyOfOursLeavesWhatADomainPublishes() throws Exception {
        Router router = new PolicyRouter(
                new MxRouter(dns, MxSettings.STANDARD, new Random(1), new PublishedTls(dns, null, each -> false)),
                TlsPolicyTable.parse(List.of(), TlsMode.OPPORTUNISTIC));
        for (String[] each : new String[][] {
            {"dane.signed", "REQUIRED"}, {"useless2.signed", "ENCRYPTED"}, {"dane.open", "OPPORTUNISTIC"}
        }) {
            Routing.Found found = assertInstanceOf(
                    Routing.Found.class,
                    router.route(null, Domain.parse(each[0]))
                            .toCompletableFuture()
                            .get(10, TimeUnit.SECONDS));
            assertEquals(TlsMode.valueOf(each[1]), found.servers().get(0).tls());
        }
    }
}
