package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Domain;
import dev.postern.mail.Envelope;
import dev.postern.smtp.Reply;
import dev.postern.smtp.policy.AcceptedDomains;
import dev.postern.smtp.policy.Limits;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.Rfc;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SmtpServerTest {
    @TempDir
    Path directory;

    private final RecordingSink sink = new RecordingSink();

    private SmtpServerBuilder server(MailSink target) {
        return SmtpServer.builder(target)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .spool(Spool.in(directory));
    }

    @Test
    @Rfc({"5321#3.1", "5321#3.2", "5321#3.3", "5321#4.1.1.1", "5321#4.1.1.10", "5321#6.4"})
    void takesAMail() throws IOException {
        try (SmtpServer server = server(sink).start();
                Conversation client = new Conversation(server.port())) {
            client.expect("220 mx.example.org ESMTP");
            client.say("EHLO client.example.org", "250 HELP");
            client.say("MAIL FROM:<susan@example.org>", "250 2.1.0");
            client.say("RCPT TO:<bob@example.net>", "250 2.1.5");
            client.say("RCPT TO:<carol@example.net>", "250 2.1.5");
            client.say("DATA", "354 ");
            String accepted = client.say("Subject: hello\r\n\r\nHello, world\r\n..dots\r\n.", "250 2.0.0 Accepted as ");
            client.say("QUIT", "221 2.0.0");
            client.expectEnd();

            RecordingSink.Mail mail = sink.mails().get(0);
            Envelope envelope = mail.envelope();
            assertEquals("250 2.0.0 Accepted as " + envelope.id(), accepted);
            assertEquals(Address.parse("susan@example.org"), envelope.reversePath());
            assertEquals(
                    List.of(Address.parse("bob@example.net"), Address.parse("carol@example.net")),
                    envelope.recipients());
            assertEquals("client.example.org", envelope.client().helo());
            assertEquals("Subject: hello\r\n\r\nHello, world\r\n.dots\r\n", mail.sent());
        }
    }

    @Test
    @Rfc({"5321#4.4", "5321#4.5.5", "3848#1"})
    void putsATraceFieldBeforeTheMessage() throws IOException {
        try (SmtpServer server = server(sink).start();
                Conversation client = new Conversation(server.port())) {
            client.expect("220");
            client.say("EHLO [127.0.0.1]", "250");
            client.send("MAIL FROM:<>\r\nRCPT TO:<bob@example.net>\r\nDATA\r\n");
            client.expect("250");
            client.expect("250");
            client.expect("354");
            client.say("\r\n.", "250");

            RecordingSink.Mail mail = sink.mails().get(0);
            assertNull(mail.envelope().reversePath());
            assertTrue(
                    mail.content()
                            .matches("Received: from \\[127\\.0\\.0\\.1] \\(\\[127\\.0\\.0\\.1]\\)\r\n"
                                    + "\tby mx\\.example\\.org with ESMTP id "
                                    + mail.envelope().id() + "\r\n"
                                    + "\tfor <bob@example\\.net>;\r\n"
                                    + "\t\\w{3}, \\d{1,2} \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d \\+0000\r\n\r\n"),
                    mail.content());
        }
    }

    @Test
    @Rfc({"5321#7.2", "5321#7.6"})
    void theTraceFieldNamesNoneOfSeveralRecipients() throws IOException {
        try (SmtpServer server = server(sink).start();
                Conversation client = new Conversation(server.port())) {
            client.expect("220");
            client.say("EHLO client", "250");
            client.say("MAIL FROM:<>", "250");
            client.say("RCPT TO:<bob@example.net>", "250");
            client.say("RCPT TO:<carol@example.net>", "250");
            client.say("DATA", "354");
            client.say("x\r\n.", "250");
            assertFalse(sink.mails().get(0).content().contains("@example.net"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"no.such.host.invalid", "localhost", "[192.0.2.1]", "[IPv6:2001:db8::1]", "a_b", "192.0.2.1"})
    @Rfc({"5321#4.1.4b", "5321#4.1.3"})
    void noMailIsRefusedForTheNameInEhlo(String name) throws IOException {
        try (SmtpServer server = server(sink).start();
                Conversation client = new Conversation(server.port())) {
            client.expect("220");
            client.say("EHLO " + name, "250");
            client.say("MAIL FROM:<>", "250");
            client.say("RCPT TO:<bob@example.net>", "250");
            client.say("DATA", "354");
            client.say(".", "250");
            assertTrue(sink.mails().get(0).content().startsWith("Received: from " + name + " ([127.0.0.1])\r\n"));
        }
    }

    @Test
    @Rfc({"2034#4b", "5321#4.1.1.9b", "5321#4.2.4"})
    void everyReplyButGreetingHelloAndGoAheadCarriesAnEnhancedCode() throws IOException {
        try (SmtpServer server = server(sink).start();
                Conversation client = new Conversation(server.port())) {
            client.expect("220 mx.example.org ESMTP");
            assertEquals("250 mx.example.org", client.say("HELO client", "250"));
            assertTrue(client.say("EHLO client", "250").contains("\n250-ENHANCEDSTATUSCODES\n"));
            for (String command : List.of(
                    "VRFY bob",
                    "EXPN staff",
                    "HELP me",
                    "RSET",
                    "DATA",
                    "FOO",
                    "RCPT TO:<a@b>",
                    "MAIL FROM:<>",
                    "MAIL FROM:<>",
                    "RCPT TO:<",
                    "RCPT TO:<a@b>")) {
                String reply = client.say(command, "");
                assertTrue(reply.matches("([245])\\d\\d \\1\\.\\d{1,3}\\.\\d{1,3} .+"), reply);
            }
            client.say("NOOP with words", "250 2.0.0 OK");
            client.say("FOO", "500 5.5.1");
            client.say("EXPN staff", "502 5.5.1");
            client.say("DATA", "354 Send");
            client.say(".", "250 2.0.0 ");
            client.say("QUIT", "221 2.0.0 ");
        }
    }

    @Test
    @Rfc({"2920#3.1", "2920#3.2"})
    void answersPipelinedCommandsInOrderWhileASinkIsSlow() throws Exception {
        BlockingQueue<CompletableFuture<Reply>> answers = new LinkedBlockingQueue<>();
        MailSink slow = (envelope, message) -> {
            message.close();
            CompletableFuture<Reply> answer = new CompletableFuture<>();
            answers.add(answer);
            return answer;
        };
        try (SmtpServer server = server(slow).start();
                Conversation client = new Conversation(server.port())) {
            client.expect("220");
            client.say("EHLO client", "250");
            String mail = "MAIL FROM:<>\r\nRCPT TO:<a@b>\r\nDATA\r\n";
            client.send(mail);
            client.expect("250 2.1.0");
            client.expect("250 2.1.5");
            client.expect("354");
            client.send("x\r\n.\r\n" + mail);
            CompletableFuture<Reply> first = answers.take();
            client.send("y\r\n.\r\nQUIT\r\n");
            first.complete(Reply.of(451, "4.3.0", "first"));
            client.expect("451 4.3.0 first");
            client.expect("250 2.1.0");
            client.expect("250 2.1.5");
            client.expect("354");
            answers.take().complete(Reply.of(250, "2.0.0", "second"));
            client.expect("250 2.0.0 second");
            client.expect("221");
            client.expectEnd();
        }
    }

    @Test
    @Rfc({"5321#4.2.5", "5321#6.1"})
    void aFailingSinkIsAnsweredWith451AndTheSessionGoesOn() throws IOException {
        MailSink failing = (envelope, message) -> {
            throw new IllegalStateException("a bug");
        };
        try (SmtpServer server = server(failing).start();
                Conversation client = new Conversation(server.port())) {
            client.expect("220");
            client.say("HELO client", "250");
            for (int i = 0; i < 2; i++) {
                client.say("MAIL FROM:<>", "250");
                client.say("RCPT TO:<a@b>", "250");
                client.say("DATA", "354");
                client.say(".", "451 4.3.0");
            }
        }
    }

    @Test
    @Rfc({"1870#5", "1870#6.1", "1870#6.3"})
    void refusesALargeMessageAtSizeAndAtItsEnd() throws IOException {
        try (SmtpServer server = server(sink)
                        .limits(Limits.DEFAULT.withMessageSize(65_536))
                        .start();
                Conversation client = new Conversation(server.port())) {
            client.expect("220");
            assertTrue(client.say("EHLO client", "250").contains("250-SIZE 65536"));
            client.say("MAIL FROM:<a@b> SIZE=65537", "552 5.3.4");
            client.say("MAIL FROM:<a@b> SIZE=99999999999999999999", "552 5.3.4");
            client.say("MAIL FROM:<a@b> SIZE=12x", "501 5.5.4");
            client.say("MAIL FROM:<a@b> SIZE=65536", "250");
            client.say("RCPT TO:<a@b>", "250");
            client.say("DATA", "354");
            String line = "x".repeat(62) + "\r\n";
            client.say(line.repeat(1024) + "!\r\n.", "552 5.3.4");
            client.say("MAIL FROM:<a@b>", "250");
            client.say("RCPT TO:<a@b>", "250");
            client.say("DATA", "354");
            client.say(line.repeat(1024) + ".", "250");
            assertEquals(line.repeat(1024), sink.mails().get(0).sent());
        }
    }

    @Test
    @Rfc("1870#6.1b")
    void aFullSpoolIs452AndEmptiesAgain() throws Exception {
        Spool spool = new Spool(directory, 4096, 8192, 300_000);
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        BlockingQueue<AutoCloseable> held = new LinkedBlockingQueue<>();
        MailSink slow = (envelope, message) -> {
            held.add(message);
            return answer;
        };
        try (SmtpServer server = server(slow).spool(spool).start();
                Conversation first = new Conversation(server.port());
                Conversation second = new Conversation(server.port())) {
            for (Conversation client : List.of(first, second)) {
                client.expect("220");
                client.say("EHLO client", "250");
                client.say("MAIL FROM:<a@b>", "250");
                client.say("RCPT TO:<a@b>", "250");
                client.say("DATA", "354");
            }
            String content = ("x".repeat(98) + "\r\n").repeat(1500);
            first.send(content + ".\r\n");
            AutoCloseable message = held.take();
            second.say(content + ".", "452 4.3.1");
            second.say("MAIL FROM:<a@b> SIZE=250000", "452 4.3.1");
            message.close();
            answer.complete(Reply.of(250, "2.0.0", "OK"));
            first.expect("250");
            second.say("MAIL FROM:<a@b> SIZE=150000", "250");
            second.say("QUIT", "221");
            Awaitility.await().untilAsserted(() -> assertEquals(0, spool.used()));
        }
    }

    @Test
    void aClientThatLeavesInTheContentLeavesNothingBehind() throws Exception {
        Spool spool = new Spool(directory, 4096, 8192, 1 << 20);
        try (SmtpServer server = server(sink).spool(spool).start()) {
            try (Conversation client = new Conversation(server.port())) {
                client.expect("220");
                client.say("EHLO client", "250");
                client.say("MAIL FROM:<a@b>", "250");
                client.say("RCPT TO:<a@b>", "250");
                client.say("DATA", "354");
                client.send(("x".repeat(98) + "\r\n").repeat(1000));
                Awaitility.await().until(() -> spool.used() > 50_000);
            }
            Awaitility.await().untilAsserted(() -> assertEquals(0, spool.used()));
            assertEquals(0, directory.toFile().list().length);
            assertEquals(List.of(), sink.mails());
        }
    }

    @Test
    void aClientThatHalfClosesBehindItsMailStillGetsItsReply() throws Exception {
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        CompletableFuture<Void> arrived = new CompletableFuture<>();
        MailSink slow = (envelope, message) -> {
            message.close();
            arrived.complete(null);
            return answer;
        };
        try (SmtpServer server = server(slow).start();
                Conversation client = new Conversation(server.port())) {
            client.expect("220");
            client.say("EHLO client", "250");
            client.say("MAIL FROM:<a@b>", "250");
            client.say("RCPT TO:<a@b>", "250");
            client.say("DATA", "354");
            client.send(".\r\n");
            client.socket().shutdownOutput();
            arrived.get(10, TimeUnit.SECONDS);
            answer.complete(Reply.of(250, "2.0.0", "stored"));
            client.expect("250 2.0.0 stored");
            client.expectEnd();
        }
    }

    @Test
    @Rfc({"5321#4.5.3.1.8", "5321#4.5.3.1.9", "5321#4.5.3.1.10", "9422#3", "9422#4.2"})
    void countsRecipients() throws IOException {
        try (SmtpServer server =
                        server(sink).limits(Limits.DEFAULT.withRecipients(100)).start();
                Conversation client = new Conversation(server.port())) {
            client.expect("220");
            assertTrue(client.say("EHLO client", "250").contains("\n250-LIMITS RCPTMAX=100\n"));
            client.say("MAIL FROM:<a@b>", "250");
            for (int i = 0; i < 100; i++) {
                client.say("RCPT TO:<user" + i + "@example.org>", "250");
            }
            client.say("RCPT TO:<one.more@example.org>", "452 4.5.3");
            client.say("DATA", "354");
            client.say(".", "250");
            assertEquals(100, sink.mails().get(0).envelope().recipients().size());
        }
    }

    @Test
    @Rfc("9422#4.2b")
    void aLimitIsToldInSixDigits() throws IOException {
        try (SmtpServer server = server(sink)
                        .limits(Limits.DEFAULT.withRecipients(1_000_000))
                        .start();
                Conversation client = new Conversation(server.port())) {
            client.expect("220");
            assertTrue(client.say("EHLO client", "250").contains("\n250-LIMITS RCPTMAX=999999\n"));
        }
    }

    @Test
    @Rfc({"5321#4.5.1b", "5321#4.1.1.3b"})
    void thePostmasterCanAlwaysBeReached() throws IOException {
        try (SmtpServer server = server(sink)
                        .checks(List.of(new AcceptedDomains(Set.of(Domain.parse("example.net")))))
                        .start();
                Conversation client = new Conversation(server.port())) {
            client.expect("220");
            client.say("EHLO client", "250");
            client.say("MAIL FROM:<>", "250");
            client.say("RCPT TO:<postMaster>", "250 2.1.5");
            client.say("RCPT TO:<bob@example.org>", "550 5.7.1");
            client.say("DATA", "354");
            client.say(".", "250");
            assertEquals(
                    List.of(Address.parse("postmaster@mx.example.org")),
                    sink.mails().get(0).envelope().recipients());
        }
    }

    @Test
    @Rfc({"5321#3.6.2", "5321#7.9", "2920#3.2b"})
    void relaysForNoOtherDomain() throws IOException {
        try (SmtpServer server = server(sink)
                        .checks(List.of(new AcceptedDomains(Set.of(Domain.parse("example.org")))))
                        .start();
                Conversation client = new Conversation(server.port())) {
            client.expect("220");
            client.say("EHLO client", "250");
            client.say("MAIL FROM:<a@b>", "250");
            client.say("RCPT TO:<bob@example.net>", "550 5.7.1");
            client.say("DATA", "554 5.5.1");
            client.say("RCPT TO:<bob@EXAMPLE.org>", "250");
            client.say("DATA", "354");
        }
    }

    @Test
    @Rfc("5321#4.5.3.2.7")
    void silenceEndsASession() throws IOException {
        Limits impatient = Limits.DEFAULT.withTimeouts(Duration.ofMillis(200), Duration.ofMillis(100));
        try (SmtpServer server = server(sink).limits(impatient).start();
                Conversation idle = new Conversation(server.port());
                Conversation stuck = new Conversation(server.port())) {
            stuck.expect("220");
            stuck.say("EHLO client", "250");
            stuck.say("MAIL FROM:<a@b>", "250");
            stuck.say("RCPT TO:<a@b>", "250");
            stuck.say("DATA", "354");
            stuck.expect("421 4.4.2");
            stuck.expectEnd();
            idle.expect("220");
            idle.expect("421 4.4.2");
            idle.expectEnd();
        }
    }

    @Test
    void oneConnectionTooManyIsTurnedAwayUntilAnotherLeaves() throws Exception {
        try (SmtpServer server =
                server(sink).limits(Limits.DEFAULT.withConnections(1)).start()) {
            try (Conversation first = new Conversation(server.port())) {
                first.expect("220");
                try (Conversation second = new Conversation(server.port())) {
                    second.expect("421 4.3.2");
                    second.expectEnd();
                }
                first.say("NOOP", "250");
            }
            Awaitility.await().untilAsserted(() -> assertEquals(0, server.connections()));
            try (Conversation third = new Conversation(server.port())) {
                third.expect("220");
            }
        }
    }

    @Test
    @Rfc("5321#3.8")
    void stoppingTellsTheIdleAndWaitsForTheBusy() throws Exception {
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        CompletableFuture<Void> arrived = new CompletableFuture<>();
        MailSink slow = (envelope, message) -> {
            message.close();
            arrived.complete(null);
            return answer;
        };
        SmtpServer server = server(slow).start();
        int port = server.port();
        try (Conversation idle = new Conversation(port);
                Conversation busy = new Conversation(port)) {
            idle.expect("220");
            busy.expect("220");
            busy.say("EHLO client", "250");
            busy.say("MAIL FROM:<a@b>", "250");
            busy.say("RCPT TO:<a@b>", "250");
            busy.say("DATA", "354");
            busy.send(".\r\n");
            arrived.get(10, TimeUnit.SECONDS);
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
            idle.expect("421 4.3.2");
            idle.expectEnd();
            assertFalse(stopped.isDone());
            answer.complete(Reply.of(250, "2.0.0", "stored"));
            busy.expect("250 2.0.0 stored");
            busy.expect("421 4.3.2");
            busy.expectEnd();
            stopped.get(10, TimeUnit.SECONDS);
        }
        assertThrows(IOException.class, () -> new Conversation(port).close());
    }

    @Test
    void aPortInUseIsNamed() throws IOException {
        try (SmtpServer server = server(sink).start()) {
            InetSocketAddress taken = server.address();
            BindException failure = assertThrows(
                    BindException.class, () -> server(sink).listen(taken).start());
            assertTrue(failure.getMessage().contains("can't listen on"), failure.getMessage());
            assertTrue(failure.getMessage().contains(String.valueOf(taken.getPort())), failure.getMessage());
        }
    }
}
