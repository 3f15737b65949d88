package dev.postern.smtp.discovery;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Domain;
import dev.postern.mail.dns.ZoneResolver;
import dev.postern.smtp.Reply;
import dev.postern.smtp.provider.MailEndpoint;
import dev.postern.smtp.provider.MailService;
import dev.postern.smtp.provider.Protection;
import dev.postern.smtp.provider.ProviderTable;
import dev.postern.smtp.server.ServerTls;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.smtp.server.SmtpServerBuilder;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.ScriptedPeer;
import dev.postern.testkit.TlsFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against servers of our own, and rude ones. */
@Timeout(60)
class TlsProbeTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final TlsFixture STRANGER = TlsFixture.forHost("elsewhere.example.net");

    private TlsProbe probe;

    @BeforeEach
    void open() throws IOException {
        probe = trusting(TlsFixture.get());
    }

    @AfterEach
    void close() {
        probe.close();
    }

    private static TlsProbe trusting(TlsFixture fixture) throws IOException {
        return TlsProbe.builder()
                .hello("gateway.example.org")
                .patience(Duration.ofSeconds(5))
                .trust(fixture.truststore(), fixture.password())
                .build();
    }

    private static SmtpServerBuilder server() {
        return SmtpServer.builder((envelope, message) -> {
                    message.close();
                    return CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "Taken"));
                })
                .listen(new InetSocketAddress(LOOPBACK, 0))
                .hostname("relay.example.net");
    }

    private static ServerTls certificate(TlsFixture fixture) throws IOException {
        return ServerTls.from(List.of(fixture.keystore()), fixture.password());
    }

    private static MailEndpoint endpoint(MailService service, int port, Protection protection) {
        return new MailEndpoint(service, "localhost", port, protection);
    }

    private void attempt(Probe by, MailEndpoint endpoint) throws Exception {
        by.attempt(endpoint, LOOPBACK).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private void fails(String why, Probe by, MailEndpoint endpoint) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> attempt(by, endpoint));
        String reason = String.valueOf(failure.getCause().getMessage());
        assertTrue(reason.contains(why), reason);
    }

    @Test
    @Rfc("8314#5.1b")
    void aServerForSubmissionIsGoodInTlsFromTheFirstOctet() throws Exception {
        try (SmtpServer server =
                server().tls(certificate(TlsFixture.get())).implicitTls(true).start()) {
            MailEndpoint endpoint = endpoint(MailService.SUBMISSION, server.port(), Protection.IMPLICIT);
            assertDoesNotThrow(() -> attempt(probe, endpoint));
            try (TlsProbe other = trusting(STRANGER)) {
                fails("TLS with", other, endpoint);
            }
            fails(
                    "No subject alternative DNS name",
                    (same, address) -> probe.attempt(
                            new MailEndpoint(same.service(), "smtp.example.org", same.port(), same.protection()),
                            address),
                    endpoint);
        }
    }

    @Test
    @Rfc("8314#5.1b")
    void aServerForSubmissionIsGoodWithStartTls() throws Exception {
        try (SmtpServer server = server().tls(certificate(TlsFixture.get())).start()) {
            MailEndpoint endpoint = endpoint(MailService.SUBMISSION, server.port(), Protection.STARTTLS);
            assertDoesNotThrow(() -> attempt(probe, endpoint));
            try (TlsProbe other = trusting(STRANGER)) {
                fails("TLS with", other, endpoint);
            }
            fails(
                    "does not speak TLS on this port",
                    probe,
                    endpoint(MailService.SUBMISSION, server.port(), Protection.IMPLICIT));
        }
    }

    @Test
    @Rfc("8314#5.1b")
    void aServerInPlaintextIsNone() throws Exception {
        try (SmtpServer server = server().start()) {
            fails("offers no STARTTLS", probe, endpoint(MailService.SUBMISSION, server.port(), Protection.STARTTLS));
        }
    }

    @Test
    void aServerForMailboxesIsGreetedInTls() throws Exception {
        for (MailService service : List.of(MailService.IMAP, MailService.POP3)) {
            String greeting = service == MailService.IMAP ? "* OK [CAPABILITY IMAP4rev1] ready" : "+OK ready";
            try (TlsPeer peer = TlsPeer.saying(greeting)) {
                assertDoesNotThrow(() -> attempt(probe, endpoint(service, peer.port(), Protection.IMPLICIT)));
            }
            try (TlsPeer peer = TlsPeer.saying("220 mail.example.org ESMTP")) {
                fails("does not greet as " + service, probe, endpoint(service, peer.port(), Protection.IMPLICIT));
            }
        }
        try (TlsPeer peer = TlsPeer.saying("* OK ready");
                TlsProbe other = trusting(STRANGER)) {
            fails(
                    "unable to find valid certification path",
                    other,
                    endpoint(MailService.IMAP, peer.port(), Protection.IMPLICIT));
        }
    }

    @Test
    void aServerForMailboxesIsGoodWithStartTls() throws Exception {
        try (TlsPeer imap = TlsPeer.startingTls("* OK ready", "* BYTHEWAY\r\na OK begin");
                TlsPeer pop3 = TlsPeer.startingTls("+OK ready", "+OK begin");
                TlsProbe other = trusting(STRANGER)) {
            MailEndpoint mailboxes = endpoint(MailService.IMAP, imap.port(), Protection.STARTTLS);
            assertDoesNotThrow(() -> attempt(probe, mailboxes));
            assertDoesNotThrow(() -> attempt(probe, endpoint(MailService.POP3, pop3.port(), Protection.STARTTLS)));
            fails("unable to find valid certification path", other, mailboxes);
        }
    }

    @Test
    void aServerForMailboxesThatOffersNoTlsIsNone() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
            c.say("* OK ready").expect("a STARTTLS");
            c.say("* CAPABILITY IMAP4rev1").say("a BAD what?").readToEnd();
        })) {
            fails("offers no STARTTLS", probe, endpoint(MailService.IMAP, peer.port(), Protection.STARTTLS));
        }
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
            c.say("+OK ready").expect("STLS");
            c.say("-ERR what?").readToEnd();
        })) {
            fails("offers no STARTTLS", probe, endpoint(MailService.POP3, peer.port(), Protection.STARTTLS));
        }
    }

    @Test
    void whatComesBeforeTlsIsForged() throws Exception {
        for (String forged : List.of("* OK forged\r\n", "* OK for")) {
            try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
                c.say("* OK ready").expect("a STARTTLS");
                c.send("a OK go\r\n" + forged).readToEnd();
            })) {
                fails(
                        "says more than it was asked",
                        probe,
                        endpoint(MailService.IMAP, peer.port(), Protection.STARTTLS));
            }
        }
    }

    @Test
    void aRudeServerIsLeft() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.Connection::close)) {
            fails("closed the connection", probe, endpoint(MailService.POP3, peer.port(), Protection.STARTTLS));
        }
        try (ScriptedPeer peer =
                ScriptedPeer.playing(c -> c.send("x".repeat(20_000)).readToEnd())) {
            fails("sends a line without an end", probe, endpoint(MailService.POP3, peer.port(), Protection.STARTTLS));
        }
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> c.say("* OK plain").readToEnd())) {
            fails("does not speak TLS", probe, endpoint(MailService.IMAP, peer.port(), Protection.IMPLICIT));
        }
        try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.Connection::readToEnd);
                TlsProbe hasty = TlsProbe.builder()
                        .hello("gateway.example.org")
                        .patience(Duration.ofMillis(200))
                        .build()) {
            fails("did not answer in time", hasty, endpoint(MailService.IMAP, peer.port(), Protection.STARTTLS));
        }
    }

    @Test
    void whatDnsNamesIsFoundOverTheNetwork() throws Exception {
        try (SmtpServer implicit = server().tls(certificate(TlsFixture.get()))
                        .implicitTls(true)
                        .start();
                SmtpServer startTls =
                        server().tls(certificate(TlsFixture.get())).start()) {
            ZoneResolver dns = ZoneResolver.of("""
                    _submissions._tcp.example.org. SRV 0 1 %d localhost.
                    _submission._tcp.example.org. SRV 0 1 %d localhost.
                    localhost. A 127.0.0.1
                    """.formatted(implicit.port(), startTls.port()));
            Discovery discovery = new Discovery(
                    dns,
                    ProviderTable.shipped(),
                    probe,
                    DiscoverySettings.STANDARD.withPrivateAddresses(true),
                    new Random());
            Discovered discovered = discovery
                    .find(Domain.parse("example.org"), MailService.SUBMISSION)
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            assertEquals(
                    Optional.of(endpoint(MailService.SUBMISSION, implicit.port(), Protection.IMPLICIT)),
                    discovered.finding().map(Finding::endpoint));
        }
    }
}
