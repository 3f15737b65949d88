package dev.postern.smtp.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Domain;
import dev.postern.mail.dns.ZoneResolver;
import dev.postern.smtp.provider.MailEndpoint;
import dev.postern.smtp.provider.MailService;
import dev.postern.smtp.provider.Protection;
import dev.postern.smtp.provider.ProviderTable;
import dev.postern.testkit.Rfc;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is asked in which order, and what comes of it; the servers are no servers. */
@Timeout(60)
class DiscoveryTest {
    private static final Domain EXAMPLE = Domain.parse("example.org");

    /** Servers that are there and show the right certificate, as {@code host:port}. */
    private final Servers servers = new Servers();

    private static final class Servers implements Probe {
        private final List<String> tried = Collections.synchronizedList(new ArrayList<>());
        private Set<String> good = Set.of();
        private Set<String> silent = Set.of();

        @Override
        public CompletionStage<Void> attempt(MailEndpoint endpoint, InetAddress address) {
            String server = endpoint.host() + ":" + endpoint.port();
            tried.add(server + " " + address.getHostAddress());
            if (silent.contains(server)) {
                return new CompletableFuture<>();
            }
            return good.contains(server)
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.failedFuture(new IOException("is not there"));
        }
    }

    private Discovery discovery(ZoneResolver dns, DiscoverySettings settings) {
        return new Discovery(dns, ProviderTable.shipped(), servers, settings, new Random(6186));
    }

    private Discovered find(ZoneResolver dns, Domain domain, MailService service) {
        return discovery(dns, DiscoverySettings.STANDARD)
                .find(domain, service)
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private Discovered find(String zone, MailService service) {
        return find(ZoneResolver.of(zone), EXAMPLE, service);
    }

    private Discovered submission(String zone) {
        return find(zone, MailService.SUBMISSION);
    }

    private static Finding found(Discovered discovered) {
        return discovered.finding().orElseThrow(() -> new AssertionError(discovered.toString()));
    }

    private static void tells(String what, Discovered discovered) {
        assertTrue(discovered.toString().contains(what), discovered::toString);
    }

    @Test
    @Rfc({"6186#3.1", "8314#5.1"})
    void submissionsComesBeforeSubmissionWhateverThePriorities() {
        servers.good = Set.of("a.example.org:4465", "b.example.org:587");
        Finding finding = found(submission("""
                _submissions._tcp.example.org. SRV 50 1 4465 a.example.org.
                _submission._tcp.example.org. SRV 0 1 587 b.example.org.
                a.example.org. A 203.0.114.1
                b.example.org. A 203.0.114.2
                """));
        assertEquals(
                new MailEndpoint(MailService.SUBMISSION, "a.example.org", 4465, Protection.IMPLICIT),
                finding.endpoint());
        assertEquals(Evidence.SRV, finding.evidence());
        assertTrue(finding.isInDomain());
        assertEquals(Optional.empty(), finding.doubt());
    }

    @Test
    @Rfc("6186#3.1")
    void aDomainWithSubmissionAloneIsServedByStartTls() {
        servers.good = Set.of("mail.example.org:587");
        Finding finding = found(submission("""
                _submission._tcp.example.org. SRV 0 1 587 Mail.Example.org.
                mail.example.org. A 203.0.114.1
                """));
        assertEquals(
                new MailEndpoint(MailService.SUBMISSION, "mail.example.org", 587, Protection.STARTTLS),
                finding.endpoint());
    }

    @Test
    @Rfc({"6186#3.2", "6186#3.3"})
    void mailboxesAreFoundByTheirOwnNames() {
        String zone = """
                _imaps._tcp.example.org. SRV 0 1 993 imap.example.org.
                _imap._tcp.example.org. SRV 0 1 143 imap.example.org.
                _pop3._tcp.example.org. SRV 0 1 110 pop.example.org.
                imap.example.org. A 203.0.114.1
                pop.example.org. A 203.0.114.2
                """;
        servers.good = Set.of("imap.example.org:993", "imap.example.org:143", "pop.example.org:110");
        assertEquals(
                new MailEndpoint(MailService.IMAP, "imap.example.org", 993, Protection.IMPLICIT),
                found(find(zone, MailService.IMAP)).endpoint());
        assertEquals(
                new MailEndpoint(MailService.POP3, "pop.example.org", 110, Protection.STARTTLS),
                found(find(zone, MailService.POP3)).endpoint());
    }

    @Test
    @Rfc("6186#3.4")
    void theNextServerIsTakenWhereTheFirstIsNotThere() {
        servers.good = Set.of("b.example.org:465", "c.example.org:465");
        Discovered discovered = submission("""
                _submissions._tcp.example.org. SRV 30 1 465 c.example.org.
                _submissions._tcp.example.org. SRV 10 1 465 a.example.org.
                _submissions._tcp.example.org. SRV 20 1 465 b.example.org.
                a.example.org. A 203.0.114.1
                b.example.org. A 203.0.114.2
                c.example.org. A 203.0.114.3
                """);
        assertEquals("b.example.org", found(discovered).endpoint().host());
        assertTrue(
                discovered
                        .attempts()
                        .contains(new Attempt("a.example.org:465, TLS from the first octet", "is not there")),
                discovered.attempts()::toString);
    }

    @Test
    @Rfc({"6186#3.4b", "2782#4"})
    void aServiceThatIsNotOfferedIsNotLookedForElsewhere() {
        servers.good = Set.of("smtp.example.org:465");
        Discovered discovered = submission("""
                _submission._tcp.example.org. SRV 0 0 0 .
                example.org. MX 10 aspmx.l.google.com.
                smtp.example.org. A 203.0.114.1
                """);
        assertEquals(Optional.empty(), discovered.finding());
        tells("_submission._tcp.example.org: says that this is not offered", discovered);
        assertEquals(List.of(), servers.tried);
    }

    @Test
    @Rfc("6186#3.4b")
    void oneWayThatIsNotOfferedLeavesTheOther() {
        servers.good = Set.of("imap.example.org:993");
        assertEquals(993, found(find("""
                        _imap._tcp.example.org. SRV 0 0 0 .
                        _imaps._tcp.example.org. SRV 0 1 993 imap.example.org.
                        imap.example.org. A 203.0.114.1
                        """, MailService.IMAP)).endpoint().port());
    }

    @Test
    @Rfc("6186#6")
    void aServerOutsideOfTheDomainIsToBeConfirmed() {
        servers.good = Set.of("mx.example.net:465", "notexample.org:465");
        for (String host : List.of("mx.example.net", "notexample.org")) {
            Finding finding = found(submission(
                    "_submissions._tcp.example.org. SRV 0 1 465 " + host + ".\n" + host + ". A 203.0.114.1\n"));
            assertFalse(finding.isInDomain());
            assertTrue(
                    finding.doubt().orElseThrow().startsWith(host + " is not in example.org: only DNS says"),
                    finding.doubt()::toString);
        }
    }

    @Test
    void aKnownProvidersServerNeedsNoConfirmation() {
        servers.good = Set.of("smtp.fastmail.com:465");
        Finding finding = found(submission("""
                _submissions._tcp.example.org. SRV 0 1 465 smtp.fastmail.com.
                smtp.fastmail.com. A 203.0.114.1
                """));
        assertEquals(
                "fastmail", finding.provider() == null ? "" : finding.provider().name());
        assertEquals(Optional.empty(), finding.doubt());
    }

    @Test
    void whereTheNamedServersAreNotThereNoOtherIsTaken() {
        servers.good = Set.of("smtp.example.org:465");
        Discovered discovered = submission("""
                _submissions._tcp.example.org. SRV 0 1 465 a.example.org.
                _submissions._tcp.example.org. SRV 0 1 465 nowhere.example.org.
                _submissions._tcp.example.org. SRV 0 1 465 inside.example.org.
                a.example.org. A 203.0.114.1
                inside.example.org. A 10.0.0.1
                smtp.example.org. A 203.0.114.2
                """);
        assertEquals(Optional.empty(), discovered.finding());
        tells("a.example.org:465, TLS from the first octet: is not there", discovered);
        tells("nowhere.example.org:465, TLS from the first octet: has no address", discovered);
        tells("inside.example.org:465, TLS from the first octet: has no public address", discovered);
        assertEquals(List.of("a.example.org:465 203.0.114.1"), servers.tried);
    }

    @Test
    void privateAddressesAreTriedWhereThatIsSet() {
        servers.good = Set.of("inside.example.org:465");
        ZoneResolver dns = ZoneResolver.of("""
                _submissions._tcp.example.org. SRV 0 1 465 inside.example.org.
                inside.example.org. A 10.0.0.1
                """);
        Discovered discovered = discovery(dns, DiscoverySettings.STANDARD.withPrivateAddresses(true))
                .find(EXAMPLE, MailService.SUBMISSION)
                .toCompletableFuture()
                .join();
        assertEquals("inside.example.org", found(discovered).endpoint().host());
    }

    @Test
    void whatIsNoHostNameIsNotTried() {
        Discovered discovered = submission("""
                _submissions._tcp.example.org. SRV 0 1 465 a_b.example.org.
                _submissions._tcp.example.org. SRV 0 1 465 a\\032b.example.org.
                _submissions._tcp.example.org. SRV 0 1 465 [127\\.0\\.0\\.1].
                _submissions._tcp.example.org. SRV 0 1 0 a.example.org.
                """);
        assertEquals(
                4,
                discovered.attempts().stream()
                        .filter(attempt -> attempt.outcome().equals("names a server without a host name or a port"))
                        .count());
        assertEquals(List.of(), servers.tried);
    }

    @Test
    void fewServersAndFewAddressesAreTried() {
        StringBuilder zone = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            zone.append("_submissions._tcp.example.org. SRV 0 1 465 s")
                    .append(i)
                    .append(".example.org.\n");
            for (int j = 0; j < 20; j++) {
                zone.append("s")
                        .append(i)
                        .append(".example.org. A 203.0.114.")
                        .append(j)
                        .append('\n');
            }
        }
        assertEquals(Optional.empty(), submission(zone.toString()).finding());
        assertEquals(8, servers.tried.size(), servers.tried::toString);
    }

    @Test
    void theMxHostsTellTheProvider() {
        Discovered discovered = submission("""
                example.org. MX 20 mx.example.org.
                example.org. MX 10 in1-smtp.messagingengine.com.
                """);
        Finding finding = found(discovered);
        assertEquals(
                new MailEndpoint(MailService.SUBMISSION, "smtp.fastmail.com", 465, Protection.IMPLICIT),
                finding.endpoint());
        assertEquals(Evidence.EXCHANGERS, finding.evidence());
        assertEquals(Optional.empty(), finding.doubt());
        assertEquals(List.of(), servers.tried, "the table is enough");
    }

    @Test
    void aProvidersOwnDomainTellsItWithoutMx() {
        Finding finding = found(find(
                ZoneResolver.builder().failing("gmx.com").build(), Domain.parse("gmx.com"), MailService.SUBMISSION));
        assertEquals("mail.gmx.com", finding.endpoint().host());
        assertEquals(Evidence.DOMAIN, finding.evidence());
    }

    @Test
    void usualNamesAreTriedLastAndInTlsFirst() {
        String zone = """
                smtp.example.org. A 203.0.114.1
                mail.example.org. A 203.0.114.2
                mail.example.org. AAAA 2a00:1450::1
                """;
        servers.good = Set.of("smtp.example.org:587", "mail.example.org:465");
        Finding finding = found(submission(zone));
        assertEquals(
                new MailEndpoint(MailService.SUBMISSION, "mail.example.org", 465, Protection.IMPLICIT),
                finding.endpoint());
        assertEquals(Evidence.USUAL_NAME, finding.evidence());
        servers.good = Set.of("smtp.example.org:587");
        assertEquals(587, found(submission(zone)).endpoint().port());
    }

    @Test
    void aSilentServerDoesNotHoldUpABetterOne() {
        servers.good = Set.of("smtp.example.org:465");
        servers.silent = Set.of("mail.example.org:465", "smtp.example.org:587");
        assertEquals("smtp.example.org", found(submission("""
                        smtp.example.org. A 203.0.114.1
                        mail.example.org. A 203.0.114.2
                        """)).endpoint().host());
    }

    @Test
    void allThatWasTriedIsTold() {
        ZoneResolver dns = ZoneResolver.builder()
                .zone("example.org. MX 10 mx.example.org.\nsmtp.example.org. A 203.0.114.1\n")
                .failing("_submission._tcp.example.org")
                .build();
        Discovered discovered = find(dns, EXAMPLE, MailService.SUBMISSION);
        assertEquals(Optional.empty(), discovered.finding());
        for (String attempt : List.of(
                "no server for submission of example.org was found. Tried: ",
                "_submissions._tcp.example.org: has no SRV record",
                "_submission._tcp.example.org: DNS can't tell now: SERVFAIL",
                "MX of example.org: of no provider that is known",
                "smtp.example.org:465, TLS from the first octet: is not there",
                "smtp.example.org:587, STARTTLS: is not there",
                "mail.example.org:465, TLS from the first octet: has no address")) {
            tells(attempt, discovered);
        }
    }

    @Test
    void thereIsADeadlineForAll() {
        ZoneResolver dns =
                ZoneResolver.builder().silent("_submissions._tcp.example.org").build();
        Discovered discovered = discovery(dns, DiscoverySettings.STANDARD.withDeadline(Duration.ofMillis(100)))
                .find(EXAMPLE, MailService.SUBMISSION)
                .toCompletableFuture()
                .join();
        tells("the rest: no answer within 100 ms", discovered);
    }

    @Test
    void anAddressIsNoDomain() {
        Discovered discovered = find(ZoneResolver.of(""), Domain.parse("[192.0.2.1]"), MailService.SUBMISSION);
        tells("is an address and no domain", discovered);
    }
}
