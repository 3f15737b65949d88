package dev.postern.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.Domain;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.auth.users.UserFile;
import dev.postern.smtp.auth.users.UserFileWriter;
import dev.postern.smtp.auth.users.UserLine;
import dev.postern.smtp.client.Credentials;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.delivery.Deliverer;
import dev.postern.smtp.delivery.Outcome;
import dev.postern.smtp.policy.AcceptedDomains;
import dev.postern.smtp.server.MailSink;
import dev.postern.smtp.server.ServerAuth;
import dev.postern.smtp.server.ServerTls;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.smtp.server.Spool;
import dev.postern.testkit.Peers;
import dev.postern.testkit.ProgramRun;
import dev.postern.testkit.RequiresPeer;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.Swaks;
import dev.postern.testkit.TlsFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins by the programs of others and by our own client, with a file of users. */
@Timeout(180)
class LoginPeersTest {
    private static final String FAR_AWAY = "bob@far.example";
    private static final String USER = "susan@example.org";

    @TempDir
    Path directory;

    private final BlockingQueue<Client> senders = new LinkedBlockingQueue<>();
    private Path users;

    @BeforeEach
    void addTheUser() throws IOException {
        users = directory.resolve("users");
        new UserFileWriter(users).put(UserLine.of(USER, "pencil".toCharArray(), 4_096));
    }

    private SmtpServer server() throws IOException {
        MailSink sink = (envelope, message) -> {
            message.close();
            senders.add(envelope.client());
            return CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "Accepted as " + envelope.id()));
        };
        TlsFixture fixture = TlsFixture.get();
        return SmtpServer.builder(sink)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .spool(Spool.in(directory))
                .checks(List.of(new AcceptedDomains(Set.of(Domain.parse("example.org")))))
                .tls(ServerTls.from(List.of(fixture.keystore()), fixture.password()))
                .auth(new ServerAuth(UserFile.open(users), false, Clock.systemUTC()))
                .start();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN"})
    @RequiresPeer("swaks")
    @Rfc("4954#4g")
    void swaksLogsInOverStartTls(String mechanism) throws Exception {
        try (SmtpServer server = server()) {
            ProgramRun run = swaks(server, mechanism, "pencil");
            assertEquals(0, run.exitCode(), run.output());
            Client sender = senders.poll(60, TimeUnit.SECONDS);
            assertNotNull(sender, run.output());
            assertEquals(USER, sender.user());
            ProgramRun refused = swaks(server, mechanism, "paper");
            assertTrue(refused.output().contains("535 5.7.8"), refused.output());
            assertTrue(senders.isEmpty());
        }
    }

    private static ProgramRun swaks(SmtpServer server, String mechanism, String password) throws IOException {
        return Swaks.run(
                server.port(),
                "--tls",
                "--auth",
                mechanism,
                "--auth-user",
                USER,
                "--auth-password",
                password,
                "--from",
                USER,
                "--to",
                FAR_AWAY);
    }

    @Test
    @RequiresPeer("gsasl")
    @Rfc({"5802#5", "7677#3"})
    void gnuSaslLogsInByScram() throws Exception {
        try (SmtpServer server = server()) {
            ProgramRun run = gsasl(server, "pencil");
            assertTrue(run.output().contains("235 2.7.0"), run.output());
            assertEquals(0, run.exitCode(), run.output());
            ProgramRun refused = gsasl(server, "paper");
            assertTrue(refused.output().contains("535 5.7.8"), refused.output());
        }
    }

    private static ProgramRun gsasl(SmtpServer server, String password) throws IOException {
        return ProgramRun.of(
                Duration.ofSeconds(60),
                List.of(
                        Peers.path("gsasl"),
                        "--smtp",
                        "--x509-ca-file=" + TlsFixture.get().certificatePem(),
                        "--no-cb", // it has no tls-server-end-point
                        "--application-data",
                        "--mechanism=SCRAM-SHA-256",
                        "--authentication-id=" + USER,
                        "--password=" + password,
                        "--connect=localhost:" + server.port()));
    }

    @Test
    void ourClientLogsIn() throws Exception {
        TlsFixture fixture = TlsFixture.get();
        Envelope envelope = Envelope.of("ID")
                .reversePath(Address.parse(USER))
                .recipient(Address.parse(FAR_AWAY))
                .build();
        Message message = Message.of("Subject: x\r\n\r\nHello\r\n".getBytes(StandardCharsets.US_ASCII));
        try (SmtpServer server = server();
                Deliverer deliverer = new Deliverer(
                        SmtpClient.builder("localhost", server.port())
                                .hello("client.example.org")
                                .tls(TlsMode.REQUIRED)
                                .trust(fixture.truststore(), fixture.password())
                                .credentials(new Credentials(USER, "pencil"))
                                .build(),
                        1,
                        100)) {
            List<Outcome> outcomes =
                    deliverer.deliver(envelope, message).toCompletableFuture().get(60, TimeUnit.SECONDS);
            assertInstanceOf(Outcome.Delivered.class, outcomes.get(0));
            assertEquals(USER, senders.remove().user());
        }
    }
}
