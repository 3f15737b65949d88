package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.Reply;
import dev.postern.smtp.Verb;
import dev.postern.smtp.policy.Limits;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.Rfc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that go on and on, and bring no mail. */
@Timeout(60)
class JunkCommandsTest {
    private static final int MOST = 10;

    @TempDir
    Path directory;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE); // a clock that wraps around

    private SmtpServer server(MailSink sink) throws IOException {
        return SmtpServer.builder(sink)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .limits(Limits.DEFAULT.withJunkCommands(MOST))
                .spool(Spool.in(directory))
                .start();
    }

    private SmtpServer server() throws IOException {
        return server(new RecordingSink());
    }

    private static Conversation greeted(SmtpServer server) throws IOException {
        Conversation client = new Conversation(server.port());
        client.expect("220 ");
        client.say("EHLO client", "250 ");
        return client;
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOOP", "RSET", "VRFY bob", "EXPN list", "HELP", "EHLO again", "HELO again"})
    @Rfc("5321#7.8")
    void aHundredCommandsWithoutAMailAreEnough(String command) throws IOException {
        try (SmtpServer server = server();
                Conversation client = greeted(server)) {
            for (int said = 1; said < MOST; said++) {
                client.say(command, command.startsWith("EXPN") ? "502 " : "2");
            }
            client.say(command, "421 4.7.0 Too many commands without a mail");
            client.expectEnd();
        }
    }

    @Test
    void aMailThatIsGivenUpIsNone() throws IOException {
        try (SmtpServer server = server();
                Conversation client = greeted(server)) {
            for (int said = 1; said < MOST; said++) {
                client.say("MAIL FROM:<susan@example.org>", "250 ");
                client.say("RCPT TO:<bob@example.net>", "250 ");
                client.say("RSET", "250 ");
            }
            client.say("MAIL FROM:<susan@example.org>", "250 ");
            client.say("RSET", "421 4.7.0");
            client.expectEnd();
        }
    }

    @Test
    void norIsOneThatIsRefused() throws IOException {
        try (SmtpServer server = server((envelope, message) -> {
                    message.close();
                    return CompletableFuture.completedFuture(Reply.of(451, "4.3.0", "Later"));
                });
                Conversation client = greeted(server)) {
            for (int said = 1; said < MOST; said++) {
                client.say("NOOP", "250 ");
            }
            client.sendMail("susan@example.org", "bob@example.net", "\r\nHello\r\n")
                    .expect("451 ");
            client.say("NOOP", "421 4.7.0");
        }
    }

    @Test
    void eachMailThatIsTakenLetsTheCountBeginAnew() throws IOException {
        try (SmtpServer server = server();
                Conversation client = greeted(server)) {
            for (int mails = 0; mails < 5; mails++) {
                for (int said = 1; said < MOST; said++) {
                    client.say(said % 2 == 0 ? "NOOP" : "RSET", "250 ");
                }
                client.sendMail("susan@example.org", "bob@example.net", "\r\nHello\r\n")
                        .expect("250 ");
            }
            client.send("MAIL FROM:<>\r\nRCPT TO:<bob@example.net>\r\nBDAT 2\r\n\r\nBDAT 0 LAST\r\n");
            client.expect("250 2.1.0");
            client.expect("250 2.1.5");
            client.expect("250 2.0.0 Chunk");
            client.expect("250 2.0.0 Accepted");
            for (int said = 0; said < MOST; said++) {
                client.say("NOOP", "250 ");
            }
            client.say("NOOP", "421 4.7.0");
        }
    }

    @Test
    void timeRunsOutWhateverIsSaid() {
        JunkCommands junk = new JunkCommands(Limits.DEFAULT, nanos::get);
        long most = Duration.ofHours(6).toNanos();
        nanos.addAndGet(most);
        assertTrue(junk.permit(Verb.RCPT));
        assertFalse(junk.isOverdue());
        junk.mailTaken();
        nanos.addAndGet(most);
        assertTrue(junk.permit(Verb.NOOP));
        nanos.addAndGet(1);
        assertTrue(junk.isOverdue());
        for (Verb verb : Verb.values()) {
            assertFalse(junk.permit(verb), verb.name());
        }
        junk.mailTaken();
        assertTrue(junk.permit(Verb.RCPT));
    }

    @Test
    void aSessionIsToldThatItsTimeIsOver() throws IOException {
        Limits limits = Limits.DEFAULT;
        Limits brief = new Limits(
                limits.messageSize(),
                limits.recipients(),
                limits.commandLine(),
                limits.connections(),
                limits.errors(),
                limits.junkCommands(),
                Duration.ofMillis(1),
                limits.commandTimeout(),
                limits.dataTimeout());
        try (SmtpServer server = SmtpServer.builder(new RecordingSink())
                        .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .limits(brief)
                        .spool(Spool.in(directory))
                        .start();
                Conversation client = new Conversation(server.port())) {
            client.expect("220 ");
            String reply = "250";
            for (int said = 0; said < limits.junkCommands() && reply.startsWith("250"); said++) {
                reply = client.say("MAIL FROM:<>", "").startsWith("421") ? "421" : client.say("RSET", "");
            }
            assertEquals("421", reply.substring(0, 3));
            client.expectEnd();
        }
    }
}
