package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.policy.Networks;
import dev.postern.smtp.policy.Trust;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.TlsFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of users and done for their mail (RFC 6409), and Return-Path. */
@Timeout(60)
class SubmissionTest {
    private static final String SUSAN =
            Base64.getEncoder().encodeToString("\0susan\0pencil".getBytes(StandardCharsets.UTF_8));

    @TempDir
    Path directory;

    private final RecordingSink sink = new RecordingSink();

    private SmtpServerBuilder server(ListenerMode mode) {
        return SmtpServer.builder(sink)
                .mode(mode)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .clock(Clock.fixed(Instant.parse("2026-11-25T10:00:00Z"), ZoneOffset.UTC))
                .spool(Spool.in(directory));
    }

    private SmtpServerBuilder submission() {
        return server(ListenerMode.SUBMISSION).auth(TestUsers.auth(true));
    }

    private static Conversation greeted(SmtpServer server) throws IOException {
        Conversation client = new Conversation(server.port());
        client.expect("220 mx.example.org ESMTP");
        client.say("EHLO client", "250 ");
        return client;
    }

    private static Conversation loggedIn(SmtpServer server) throws IOException {
        Conversation client = greeted(server);
        client.say("AUTH PLAIN " + SUSAN, "235 ");
        return client;
    }

    @Test
    @Rfc("6409#4.3")
    void mailIsOfUsersOnly() throws IOException {
        try (SmtpServer server = submission().start();
                Conversation client = greeted(server)) {
            client.say("MAIL FROM:<susan@example.org>", "530 5.7.0");
            client.say("AUTH PLAIN " + SUSAN, "235 ");
            client.say("MAIL FROM:<susan@example.org>", "250 ");
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> server(ListenerMode.SUBMISSION).start());
    }

    @Test
    @Rfc("6409#4.3")
    void orOfATrustedNetwork() throws IOException {
        Trust loopback = new Trust(Networks.parse(List.of("127.0.0.0/8")));
        try (SmtpServer server = submission().trust(loopback).start();
                Conversation client = greeted(server)) {
            client.say("MAIL FROM:<susan@example.org>", "250 ");
        }
    }

    @Test
    @Rfc("8314#3.3")
    void submissionsBeginsInTls() throws IOException {
        try (SmtpServer server = server(ListenerMode.SUBMISSIONS)
                        .auth(TestUsers.auth(false))
                        .tls(TestTls.server())
                        .start();
                Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.port());
                Conversation client = new Conversation(TlsFixture.get().secure(plain))) {
            client.expect("220 ");
            client.say("EHLO client", "250 ");
            client.say("MAIL FROM:<susan@example.org>", "530 5.7.0");
            client.say("AUTH PLAIN " + SUSAN, "235 ");
            client.say("MAIL FROM:<susan@example.org>", "250 ");
        }
        SmtpServerBuilder withoutCertificate = server(ListenerMode.SUBMISSIONS).auth(TestUsers.auth(false));
        assertThrows(IllegalArgumentException.class, withoutCertificate::start);
    }

    @Test
    @Rfc({"6409#3.2", "6409#4.2"})
    void domainsAreFullyQualified() throws IOException {
        try (SmtpServer server = submission().start();
                Conversation client = loggedIn(server)) {
            client.say("MAIL FROM:<susan@workstation>", "554 5.1.8");
            client.say("MAIL FROM:<>", "250 ");
            client.say("RSET", "250 ");
            client.say("MAIL FROM:<susan@example.org>", "250 ");
            client.say("RCPT TO:<bob@workstation>", "554 5.1.2");
            client.say("RCPT TO:<bob@[192.0.2.1]>", "250 ");
            client.say("RCPT TO:<bob@example.net>", "250 ");
        }
    }

    @Test
    @Rfc("6409#5.1")
    void addressesFollowTheGrammar() throws IOException {
        try (SmtpServer server = submission().start();
                Conversation client = loggedIn(server)) {
            client.say("MAIL FROM:<susan@@example.org>", "553 5.1.7");
            client.say("MAIL FROM:susan@example.org", "501 5.5.2");
            client.say("MAIL FROM:<susan@example.org>", "250 ");
            client.say("RCPT TO:<bob@example..net>", "553 5.1.3");
            client.say("RCPT TO:<>", "501 5.5.2");
        }
    }

    @Test
    @Rfc("6409#7")
    void offersWhatSubmissionDemands() throws IOException {
        try (SmtpServer server = submission().start();
                Conversation client = new Conversation(server.port())) {
            client.expect("220 ");
            String offer = client.say("EHLO client", "250 HELP");
            for (String extension : List.of("PIPELINING", "ENHANCEDSTATUSCODES", "DSN", "8BITMIME", "AUTH ")) {
                assertTrue(offer.contains("\n250-" + extension), offer);
            }
            assertFalse(offer.contains("TRN"), offer); // ETRN, ATRN
        }
    }

    @Test
    @Rfc({"6409#8.2", "6409#8.3"})
    void aMissingDateAndMessageIdAreAddedAndNothingElse() throws IOException {
        try (SmtpServer server = submission().start();
                Conversation client = loggedIn(server)) {
            client.sendMail("susan@example.org", "bob@example.net", "Subject: hello\r\n\r\nDate: x\r\n..\r\n")
                    .expect("250 ");
            RecordingSink.Mail mail = sink.mails().get(0);
            assertEquals(
                    "Subject: hello\r\nDate: Wed, 25 Nov 2026 10:00:00 +0000\r\nMessage-ID: <"
                            + mail.envelope().id() + "@mx.example.org>\r\n\r\nDate: x\r\n.\r\n",
                    mail.sent());
            String complete = "Date: Tue, 24 Nov 2026 10:00:00 +0000\r\nMessage-Id: <1@example.org>\r\n\r\nHello\r\n";
            client.sendMail("susan@example.org", "bob@example.net", complete).expect("250 ");
            assertEquals(complete, sink.mails().get(1).sent());
        }
    }

    @Test
    @Rfc("5321#6.4")
    void anMxChangesNothing() throws IOException {
        try (SmtpServer server = server(ListenerMode.MX).start();
                Conversation client = greeted(server)) {
            String content = "Return-Path: <a@b>\r\nSubject: x\r\n\r\nHello\r\n";
            client.sendMail("susan@example.org", "bob@example.net", content).expect("250 ");
            assertEquals(content, sink.mails().get(0).sent());
        }
    }

    @Test
    @Rfc("5321#4.4c")
    void returnPathStandsFirstAndOnce() throws IOException {
        try (SmtpServer server = server(ListenerMode.MX).returnPath(true).start();
                Conversation client = greeted(server)) {
            String content = "Received: x\r\nReturn-Path: <a@b>\r\n <c>\r\nSubject: x\r\n\r\nHello\r\n";
            client.sendMail("susan@example.org", "bob@example.net", content).expect("250 ");
            client.sendMail("", "bob@example.net", content).expect("250 ");
            String first = sink.mails().get(0).content();
            assertTrue(first.startsWith("Return-Path: <susan@example.org>\r\nReceived: from client "), first);
            assertTrue(first.endsWith("\r\nReceived: x\r\nSubject: x\r\n\r\nHello\r\n"), first);
            assertEquals(2, first.split("Return-Path", -1).length, first);
            String second = sink.mails().get(1).content();
            assertTrue(second.startsWith("Return-Path: <>\r\nReceived: "), second);
        }
    }
}
