package dev.postern.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.client.MailServer;
import dev.postern.smtp.client.PoolLimits;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.delivery.Deliverer;
import dev.postern.smtp.delivery.Outcome;
import dev.postern.smtp.delivery.RelayRouter;
import dev.postern.smtp.server.ListenerMode;
import dev.postern.smtp.server.MailSink;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.smtp.server.SmtpServerBuilder;
import dev.postern.smtp.server.Spool;
import dev.postern.testkit.Dovecot;
import dev.postern.testkit.Postfix;
import dev.postern.testkit.ProgramRun;
import dev.postern.testkit.RequiresPeer;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.Swaks;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our LMTP with the mail programs of others. */
@Timeout(120)
class LmtpPeersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final BlockingQueue<Envelope> received = new LinkedBlockingQueue<>();

    private SmtpServerBuilder server() {
        MailSink sink = (envelope, message) -> {
            message.close();
            received.add(envelope);
            return CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "Accepted as " + envelope.id()));
        };
        return SmtpServer.builder(sink)
                .mode(ListenerMode.LMTP)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .spool(Spool.in(directory));
    }

    private void postfixDelivers(String transport) throws Exception {
        try (Postfix postfix =
                Postfix.builder().set("default_transport", transport).start()) {
            ProgramRun run = Swaks.run(
                    postfix.port(), "--from", "susan@example.org", "--to", "bob@example.net,carol@example.net");
            assertEquals(0, run.exitCode(), run.output());
            Envelope envelope = received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertNotNull(envelope, postfix.log());
            assertEquals(2, envelope.recipients().size());
            for (String recipient : new String[] {"bob", "carol"}) {
                postfix.awaitLog(
                        "postfix/lmtp.*to=<" + recipient + "@example.net>.*status=sent \\(250 2.0.0 Accepted as "
                                + envelope.id(),
                        PATIENCE);
            }
        }
    }

    @Test
    @RequiresPeer({"postfix", "swaks"})
    @Rfc({"2033#4.1", "2033#4.2"})
    void postfixDeliversToAPort() throws Exception {
        try (SmtpServer server = server().start()) {
            postfixDelivers("lmtp:inet:127.0.0.1:" + server.port());
        }
    }

    @Test
    @RequiresPeer({"postfix", "swaks"})
    @Rfc({"2033#4.1", "2033#4.2"})
    void postfixDeliversToASocket() throws Exception {
        Assumptions.assumeTrue(Epoll.isAvailable(), "no epoll here");
        Files.setPosixFilePermissions(
                directory, PosixFilePermissions.fromString("rwxr-xr-x")); // Postfix is another user
        Path socket = directory.resolve("lmtp");
        try (SmtpServer server = server().listen(socket).start()) {
            postfixDelivers("lmtp:unix:" + socket);
            assertThrows(IllegalStateException.class, server::address);
        }
    }

    private void dovecotTakes(MailServer to, Dovecot dovecot) throws Exception {
        SmtpClient client = SmtpClient.builder().hello("gateway.example.org").build();
        Envelope envelope = Envelope.of("ID")
                .reversePath(Address.parse("susan@example.org"))
                .recipients(List.of(Address.parse("nobody@example.net"), Address.parse("bob@example.net")))
                .build();
        Message message = Message.of("Subject: to the inbox\r\n\r\n.\r\nbye".getBytes(StandardCharsets.US_ASCII));
        try (Deliverer deliverer =
                new Deliverer(new RelayRouter(List.of(to)), client, new PoolLimits(1, 1, 100, PoolLimits.RELAY_IDLE))) {
            List<Outcome> outcomes =
                    deliverer.deliver(envelope, message).toCompletableFuture().get(60, TimeUnit.SECONDS);
            assertEquals(
                    "5.1.1",
                    assertInstanceOf(Outcome.Bounced.class, outcomes.get(0))
                            .status()
                            .toString());
            assertInstanceOf(Outcome.Delivered.class, outcomes.get(1), dovecot.log());
        }
        String mail = new String(dovecot.mailbox().await(1, PATIENCE).get(0), StandardCharsets.US_ASCII);
        assertTrue(mail.startsWith("Return-Path: <susan@example.org>\nDelivered-To: bob@example.net\n"), mail);
        assertTrue(mail.endsWith("\nSubject: to the inbox\n\n.\nbye\n"), mail);
    }

    @Test
    @RequiresPeer("dovecot")
    @Rfc({"2033#4.1b", "2033#4.2c"})
    void dovecotTakesMailOnAPort() throws Exception {
        try (Dovecot dovecot = Dovecot.start("bob@example.net", "secret")) {
            dovecotTakes(MailServer.lmtp("127.0.0.1", dovecot.lmtpPort()), dovecot);
        }
    }

    @Test
    @RequiresPeer("dovecot")
    @Rfc({"2033#4.1b", "2033#4.2c"})
    void dovecotTakesMailOnASocket() throws Exception {
        Assumptions.assumeTrue(Epoll.isAvailable(), "no epoll here");
        try (Dovecot dovecot = Dovecot.start("bob@example.net", "secret")) {
            dovecotTakes(MailServer.lmtp(dovecot.lmtpSocket()), dovecot);
        }
    }

    @Test
    @RequiresPeer("swaks")
    @Rfc({"2033#4.1", "2033#4.2"})
    void swaksSpeaksLmtp() throws IOException {
        try (SmtpServer server = server().start()) {
            ProgramRun run = Swaks.run(
                    server.port(),
                    "--protocol",
                    "LMTP",
                    "--to",
                    "bob@example.net,carol@example.net",
                    "--body",
                    "hello");
            assertEquals(0, run.exitCode(), run.output());
            assertEquals(3, run.output().split("250 2.0.0 Accepted as ", -1).length, run.output());
            assertEquals(1, received.size());
            assertTrue(Swaks.run(server.port(), "--to", "bob@example.net").exitCode() != 0);
        }
    }
}
