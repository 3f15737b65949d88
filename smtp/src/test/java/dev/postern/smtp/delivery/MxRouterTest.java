package dev.postern.smtp.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Domain;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.dns.ZoneResolver;
import dev.postern.smtp.client.MailServer;
import dev.postern.testkit.Rfc;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where mail goes, by what a zone says. */
@Timeout(30)
class MxRouterTest {
    private static final String ZONE = """
            three.example    MX 20 second.example
            three.example    MX 10 first.example
            three.example    MX 30 third.example
            same.example     MX 10 first.example
            same.example     MX 20 second.example
            same.example     MX 30 third.example
            equal.example    MX 10 first.example
            equal.example    MX 10 second.example
            equal.example    MX 10 third.example
            first.example    A 192.0.2.1
            second.example   A 192.0.2.2
            third.example    A 192.0.2.3
            implicit.example A 192.0.2.9
            alias.example    CNAME three.example
            toward.example   CNAME implicit.example
            hostalias.example MX 10 www.example
            www.example      CNAME first.example
            null.example     MX 0 .
            odd.example      MX 0 .
            odd.example      MX 10 first.example
            text.example     TXT "no mail here"
            lost.example     MX 10 nowhere.example
            lost.example     MX 20 text.example
            half.example     MX 10 broken.example
            half.example     MX 20 second.example
            later.example    MX 10 broken.example
            later.example    MX 20 nowhere.example
            quiet.example    MX 10 silent.example
            many.example     A 192.0.2.11
            many.example     A 192.0.2.12
            many.example     A 192.0.2.13
            many.example     AAAA 2001:db8::1
            many.example     AAAA 2001:db8::2
            two.example      MX 10 many.example
            two.example      MX 20 second.example
            inside.example   MX 10 localhost.example
            inside.example   MX 20 first.example
            hostile.example  MX 10 localhost.example
            localhost.example A 127.0.0.1
            localhost.example A 169.254.169.254
            localhost.example AAAA ::1
            number.example   MX 10 192.0.2.1
            """;

    private static final Resolver RESOLVER = ZoneResolver.builder()
            .zone(ZONE)
            .failing("servfail.example")
            .timingOut("timeout.example")
            .failing("broken.example")
            .silent("mute.example")
            .silent("silent.example")
            .build();

    private static Routing route(MxSettings settings, String domain, long seed) throws Exception {
        return new MxRouter(RESOLVER, settings, new Random(seed))
                .route(null, Domain.parse(domain))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private static Routing route(MxSettings settings, String domain) throws Exception {
        return route(settings, domain, 1);
    }

    private static Routing route(String domain) throws Exception {
        return route(MxSettings.STANDARD, domain);
    }

    private static List<String> servers(Routing routing) {
        return assertInstanceOf(Routing.Found.class, routing).servers().stream()
                .map(MailServer::toString)
                .toList();
    }

    private static String none(Routing routing, String status) {
        Routing.None none = assertInstanceOf(Routing.None.class, routing);
        assertEquals(status, none.status().toString());
        return none.reason();
    }

    private static String unknown(Routing routing, String status) {
        Routing.Unknown unknown = assertInstanceOf(Routing.Unknown.class, routing);
        assertEquals(status, unknown.status().toString());
        return unknown.reason();
    }

    @ParameterizedTest
    @ValueSource(strings = {"three.example", "THREE.Example", "alias.example"})
    @Rfc({"5321#5.1", "5321#5.1d"})
    void hostsComeInTheOrderOfPreference(String domain) throws Exception {
        assertEquals(
                List.of("first.example[192.0.2.1]:25", "second.example[192.0.2.2]:25", "third.example[192.0.2.3]:25"),
                servers(route(domain)));
    }

    @Test
    @Rfc("5321#5.1c")
    void hostsOfOnePreferenceComeInAnyOrderAndEachComesFirstAboutAsOften() throws Exception {
        Set<List<String>> orders = new HashSet<>();
        int[] first = new int[4];
        for (int seed = 0; seed < 600; seed++) {
            List<String> order = servers(route(MxSettings.STANDARD, "equal.example", seed * 7919L));
            orders.add(order);
            first[order.get(0).charAt(order.get(0).indexOf(']') - 1) - '0']++;
        }
        assertEquals(6, orders.size());
        IntStream.rangeClosed(1, 3)
                .forEach(host -> assertTrue(first[host] > 140, () -> "host " + host + " first " + first[host]));
    }

    @Test
    @Rfc("5321#5.1b")
    void aDomainWithoutMxIsItsOwnHost() throws Exception {
        assertEquals(List.of("implicit.example[192.0.2.9]:25"), servers(route("implicit.example")));
        assertEquals(List.of("toward.example[192.0.2.9]:25"), servers(route("toward.example")));
    }

    @Test
    void aHostMayBeAnAliasThoughItShouldNot() throws Exception {
        assertEquals(List.of("www.example[192.0.2.1]:25"), servers(route("hostalias.example")));
    }

    @Test
    @Rfc({"7505#3", "7505#4.1"})
    void aNullMxMeansNoMailUnlessItStandsBesideOthers() throws Exception {
        assertTrue(none(route("null.example"), "5.1.10").contains("null.example takes no mail"));
        assertEquals(List.of("first.example[192.0.2.1]:25"), servers(route("odd.example")));
    }

    @ParameterizedTest
    @CsvSource({
        "nosuch.example, 5.1.2",
        "text.example, 5.1.2",
        "lost.example, 5.4.4",
        "hostile.example, 5.4.4",
        "number.example, 5.4.4"
    })
    @Rfc("5321#5.1e")
    void whatIsNotThereIsPermanent(String domain, String status) throws Exception {
        none(route(domain), status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"servfail.example", "timeout.example", "later.example"})
    @Rfc("5321#5.1f")
    void whatCantBeKnownNowIsTemporary(String domain) throws Exception {
        assertTrue(unknown(route(domain), "4.4.3").contains(domain));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mute.example", "quiet.example"})
    void aResolverThatNeverAnswersIsNotWaitedForLong(String domain) throws Exception {
        MxSettings hasty = MxSettings.STANDARD.withDeadline(Duration.ofMillis(50));
        assertTrue(unknown(route(hasty, domain), "4.4.3").contains("in time"));
    }

    @Test
    void aHostThatCantBeLookedUpNowLeavesTheOthers() throws Exception {
        assertEquals(List.of("second.example[192.0.2.2]:25"), servers(route("half.example")));
    }

    @Test
    @Rfc("5321#5.2")
    void addressesOfBothKindsTakeTurnsUpToTheLimitsOfAHostAndInTotal() throws Exception {
        List<String> servers = servers(route("two.example"));
        assertEquals(5, servers.size());
        String kinds = servers.stream()
                .map(each -> each.contains("2001:db8") ? "6" : "4")
                .collect(Collectors.joining());
        assertEquals("64644", kinds);
        assertEquals("second.example[192.0.2.2]:25", servers.get(4));
        assertEquals(
                3,
                servers(route(MxSettings.STANDARD.withLimits(10, 3), "two.example"))
                        .size());
        assertEquals(
                List.of("first.example[192.0.2.1]:25"),
                servers(route(MxSettings.STANDARD.withLimits(1, 5), "three.example")));
    }

    @Test
    @Rfc("5321#5.1g")
    void weAndAllBehindUsGetNoMailOfADomainThatNamesUs() throws Exception {
        MxSettings byName = MxSettings.STANDARD.withOwnHosts(List.of("Second.example."));
        assertEquals(List.of("first.example[192.0.2.1]:25"), servers(route(byName, "three.example")));
        MxSettings byAddress = MxSettings.STANDARD.withOwnHosts(List.of("192.0.2.2"));
        assertEquals(List.of("first.example[192.0.2.1]:25"), servers(route(byAddress, "three.example")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"three.example", "equal.example", "first.example", "www.example", "[192.0.2.1]"})
    @Rfc("5321#5.1h")
    void whereNobodyIsLeftButUsTheMailHasGoneRound(String domain) throws Exception {
        MxSettings weAreFirst = MxSettings.STANDARD.withOwnHosts(List.of("first.example", "192.0.2.1"));
        assertTrue(none(route(weAreFirst, domain), "5.4.6").contains("would come back"));
    }

    @Test
    void privateAddressesAreLeftOutUnlessTheyAreAllowed() throws Exception {
        assertEquals(List.of("first.example[192.0.2.1]:25"), servers(route("inside.example")));
        assertTrue(none(route("[127.0.0.1]"), "5.4.4").contains("no public address"));
        MxSettings trusting = MxSettings.STANDARD.withPrivateAddresses(true).withPort(2525);
        assertEquals(List.of("[127.0.0.1]:2525"), servers(route(trusting, "[127.0.0.1]")));
        assertEquals(4, servers(route(trusting, "inside.example")).size());
    }

    @ParameterizedTest
    @CsvSource({"[192.0.2.1], [192.0.2.1]:25", "[IPv6:2001:db8::1], [2001:db8::1]:25"})
    @Rfc("5321#4.1.3b")
    void mailToAnAddressLiteralGoesToThatAddress(String domain, String server) throws Exception {
        assertEquals(List.of(server), servers(route(domain)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[2001:db8::1]", "[IPv6:192.0.2.1]", "[IPv6:2001:db8::1%1]", "[x400:c=us]", "[192.0.2]", "[1]"})
    void aLiteralThatIsNoAddressIsRefused(String domain) throws Exception {
        none(route(domain), "5.1.3");
    }

    @Test
    void domainsWithTheSameHostsShareADestinationWhateverTheOrderOfEquals() throws Exception {
        assertEquals(destination("three.example", 1), destination("same.example", 2));
        assertEquals(destination("equal.example", 1), destination("equal.example", 5));
        assertTrue(!destination("equal.example", 1).equals(destination("three.example", 1)));
    }

    private static String destination(String domain, long seed) throws Exception {
        return assertInstanceOf(Routing.Found.class, route(MxSettings.STANDARD, domain, seed))
                .destination();
    }
}
