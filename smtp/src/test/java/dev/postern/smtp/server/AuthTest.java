package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Domain;
import dev.postern.smtp.auth.Authenticator;
import dev.postern.smtp.policy.AcceptedDomains;
import dev.postern.smtp.policy.LoginRequired;
import dev.postern.smtp.policy.Trust;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.TlsFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** AUTH as a client meets it (RFC 4954). */
@Timeout(60)
class AuthTest {
    private static final String RIGHT = base64("\0susan\0pencil");
    private static final String WRONG = base64("\0susan\0paper");

    @TempDir
    Path directory;

    private final RecordingSink sink = new RecordingSink();

    private SmtpServerBuilder server() throws IOException {
        return SmtpServer.builder(sink)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .checks(List.of(new AcceptedDomains(Set.of(Domain.parse("example.org")))))
                .spool(Spool.in(directory))
                .tls(TestTls.server());
    }

    private SmtpServer plaintext() throws IOException {
        return server().auth(TestUsers.auth(true)).start();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Conversation greeted(SmtpServer server) throws IOException {
        Conversation client = new Conversation(server.port());
        client.expect("220");
        client.say("EHLO client", "250");
        return client;
    }

    private static Conversation secured(Conversation plain) throws IOException {
        plain.say("STARTTLS", "220");
        return new Conversation(TlsFixture.get().secure(plain.socket()));
    }

    @Test
    @Rfc({"4954#3b", "4954#4f", "4954#4g", "3848#1"})
    void offersMechanismsUnderTlsAndTakesMailOfTheUser() throws IOException {
        try (SmtpServer server = server().auth(TestUsers.auth(false)).start();
                Conversation plain = new Conversation(server.port())) {
            plain.expect("220");
            assertFalse(plain.say("EHLO client", "250").contains("AUTH"));
            plain.say("AUTH PLAIN " + RIGHT, "538 5.7.11");
            try (Conversation client = secured(plain)) {
                client.say("AUTH PLAIN " + RIGHT, "503 5.5.1");
                String ehlo = client.say("EHLO client", "250");
                assertTrue(
                        ehlo.contains("\n250-AUTH SCRAM-SHA-256-PLUS SCRAM-SHA-256 PLAIN LOGIN OAUTHBEARER XOAUTH2\n"),
                        ehlo);
                client.say("auth plain " + RIGHT, "235 2.7.0");
                client.say("AUTH PLAIN " + RIGHT, "503 5.5.1");
                client.say("EHLO client", "250");
                client.say("AUTH PLAIN " + RIGHT, "503 5.5.1");
                client.sendMail("susan@example.org", "bob@example.com", "Hello\r\n")
                        .expect("250");
                RecordingSink.Mail mail = sink.mails().get(0);
                assertEquals("susan", mail.envelope().client().user());
                assertTrue(mail.content().contains(" with ESMTPSA id "), mail.content());
                assertFalse(mail.content().contains("susan"), mail.content());
            }
        }
    }

    @Test
    @Rfc("4954#4h")
    void aLoginInPlaintextDoesNotOutliveStartTls() throws IOException {
        try (SmtpServer server = plaintext();
                Conversation plain = greeted(server)) {
            plain.say("AUTH PLAIN " + RIGHT, "235");
            try (Conversation client = secured(plain)) {
                client.say("EHLO client", "250");
                client.say("MAIL FROM:<>", "250");
                client.say("RCPT TO:<bob@example.com>", "550 5.7.1");
                client.say("RSET", "250");
                client.say("AUTH PLAIN " + RIGHT, "235");
            }
        }
    }

    @Test
    @Rfc({"4954#4c", "4954#4d", "4954#4e", "4954#6"})
    void answersEachFailureWithItsCode() throws IOException {
        try (SmtpServer server = plaintext();
                Conversation client = greeted(server)) {
            client.say("AUTH", "501 5.5.4");
            client.say("AUTH CRAM-MD5", "504 5.5.4");
            client.say("AUTH SCRAM-SHA-256-PLUS", "504 5.5.4");
            client.say("AUTH PLAIN " + WRONG, "535 5.7.8");
            client.say("AUTH PLAIN ====", "501 5.5.2");
            client.say("AUTH PLAIN =", "501 5.5.2");
            client.say("AUTH PLAIN " + base64("\0down\0x"), "454 4.7.0");
            client.say("AUTH PLAIN " + base64("\0broken\0x"), "454 4.7.0");
            assertEquals("334 ", client.say("AUTH PLAIN", "334"));
            client.say("*", "501 5.7.0");
            client.say("AUTH LOGIN", "334 VXNlcm5hbWU6");
            client.say(base64("susan"), "334 UGFzc3dvcmQ6");
            client.say("NOOP", "501 5.5.2");
            client.say("NOOP", "250");
            client.say("AUTH LOGIN " + base64("susan"), "334 UGFzc3dvcmQ6");
            client.say(base64("pencil"), "235 2.7.0");
            client.say("NOOP", "250");
        }
    }

    @Test
    @Rfc("4954#4f")
    void authHasItsPlace() throws IOException {
        try (SmtpServer server = plaintext();
                Conversation client = new Conversation(server.port())) {
            client.expect("220");
            client.say("AUTH PLAIN " + RIGHT, "503 5.5.1");
            client.say("HELO client", "250");
            client.say("AUTH PLAIN " + RIGHT, "503 5.5.1");
            client.say("EHLO client", "250");
            client.say("MAIL FROM:<>", "250");
            client.say("AUTH PLAIN " + RIGHT, "503 5.5.1");
        }
        try (SmtpServer server = server().start();
                Conversation client = greeted(server)) {
            client.say("AUTH PLAIN " + RIGHT, "502 5.5.1");
            client.say("MAIL FROM:<> AUTH=<>", "555 5.5.4");
        }
    }

    @Test
    @Rfc("4954#5")
    void mailTakesTheNameOfASubmitterAndDoesNotBelieveIt() throws IOException {
        try (SmtpServer server = plaintext();
                Conversation client = greeted(server)) {
            for (String bad : List.of("AUTH", "AUTH=+ZZ", "AUTH=nobody", "AUTH=<x>", "AUTH=a+0Ab@example.org")) {
                client.say("MAIL FROM:<> " + bad, "501 5.5.4");
            }
            client.say("MAIL FROM:<> AUTH=<>", "250");
            client.say("RSET", "250");
            client.say("MAIL FROM:<> AUTH=e+3Dmc2@example.com", "250");
            client.say("RCPT TO:<bob@example.org>", "250");
            client.say("DATA", "354");
            client.say("Hello\r\n.", "250");
            assertEquals(null, sink.mails().get(0).envelope().client().user());
        }
    }

    @Test
    @Rfc("4954#6b")
    void mailIsRefusedWhereALoginIsRequired() throws IOException {
        try (SmtpServer server = server().checks(List.of(new LoginRequired(Trust.IN_USERS)))
                        .auth(TestUsers.auth(true))
                        .start();
                Conversation client = greeted(server)) {
            client.say("MAIL FROM:<>", "530 5.7.0");
            client.say("AUTH PLAIN " + RIGHT, "235");
            client.say("MAIL FROM:<>", "250");
        }
    }

    @Test
    @Rfc("4954#4b")
    void aLineOfTheExchangeIsBounded() throws IOException {
        int longest = 12_288 - 2;
        try (SmtpServer server = plaintext();
                Conversation client = greeted(server)) {
            String auth = "AUTH PLAIN ";
            client.say(auth + "A".repeat(longest - auth.length() - 3), "501 5.5.2");
            client.say("AUTH PLAIN", "334");
            client.say("A".repeat(longest), "501 5.5.2");
            client.say("AUTH PLAIN", "334");
            client.send("A".repeat(longest + 1));
            client.expect("500 5.5.6");
            client.expectEnd();
        }
        try (SmtpServer server = plaintext();
                Conversation client = greeted(server)) {
            client.send("AUTH PLAIN " + "A".repeat(longest));
            client.expect("500 5.5.6");
            client.expectEnd();
        }
    }

    @Test
    void whoGuessesIsTurnedAway() throws IOException {
        try (SmtpServer server = plaintext()) {
            try (Conversation client = greeted(server)) {
                for (int i = 0; i < 6; i++) {
                    client.say("AUTH PLAIN " + WRONG, "535 5.7.8");
                }
                client.say("AUTH PLAIN " + RIGHT, "421 4.7.0");
                client.expectEnd();
            }
            try (Conversation client = greeted(server)) {
                client.say("AUTH PLAIN " + RIGHT, "421 4.7.0");
            }
        }
    }

    @Test
    void aBareLineFeedWithinTheExchangeEndsTheConnection() throws IOException {
        try (SmtpServer server = plaintext();
                Conversation client = greeted(server)) {
            client.say("AUTH PLAIN", "334");
            client.send(RIGHT + "\n");
            client.expect("521");
            client.expectEnd();
        }
    }

    @Test
    void aResponseMayBeCutAnywhere() throws IOException {
        try (SmtpServer server = plaintext();
                Conversation client = greeted(server)) {
            for (char c : ("AUTH PLAIN " + RIGHT + "\r\n").toCharArray()) {
                client.send(String.valueOf(c));
            }
            client.expect("235");
        }
    }

    @Test
    void whatNobodyJudgesIsNotOffered() throws IOException {
        TestUsers users = new TestUsers(EnumSet.of(Authenticator.Kind.PASSWORD));
        try (SmtpServer server = server().auth(new ServerAuth(users, true, Clock.systemUTC()))
                        .start();
                Conversation client = new Conversation(server.port())) {
            client.expect("220");
            String ehlo = client.say("EHLO client", "250");
            assertTrue(ehlo.contains("\n250-AUTH PLAIN LOGIN\n"), ehlo);
            client.say("AUTH SCRAM-SHA-256 biws", "504");
            assertFalse(users.isClosed());
        }
        assertTrue(users.isClosed());
    }

    @Test
    void refusedTokensGetTheirChallenge() throws IOException {
        try (SmtpServer server = plaintext();
                Conversation client = greeted(server)) {
            client.say("AUTH XOAUTH2 " + base64("user=susan\u0001auth=Bearer x\u0001\u0001"), "334 ey");
            client.say("", "535 5.7.8");
        }
    }
}
