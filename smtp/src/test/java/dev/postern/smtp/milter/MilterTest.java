package dev.postern.smtp.milter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.ScanResult;
import dev.postern.smtp.milter.MilterSettings.OnFailure;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.FreePort;
import dev.postern.testkit.ScriptedPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A listener whose mail a milter judges that follows a script. */
@Timeout(60)
class MilterTest {
    private static final String MAIL = "Subject: test\r\nX-Fold: a\r\n\tb\r\n\r\nHello\r\n";

    @TempDir
    Path directory;

    @Test
    void aMilterHearsOfEachStepAndChangesTheHeader() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.playing(connection -> {
                    ScriptedMilter milter = ScriptedMilter.negotiating(connection, ScriptedMilter.PLAIN);
                    milter.expectMacros("DCj|mx.example.org|_|[127.0.0.1]|")
                            .answer("C[127.0.0.1]|4*", "c")
                            .answer("Hclient.example|", "c")
                            .expectMacros("DM{mail_addr}|susan@example.org|")
                            .answer("M<susan@example.org>|", "c")
                            .expectMacros("DR{rcpt_addr}|bob@example.net|")
                            .answer("R<bob@example.net>|", "c")
                            .expectMacros("DTi|")
                            .passContent()
                            .say("p")
                            .say("i" + "||||" + "X-Top| above|")
                            .say("hX-Last| below|")
                            .say("m" + "|||\1" + "subject| changed|")
                            .say("m" + "|||\1" + "x-fold||")
                            .say("c")
                            .expect("Q");
                });
                JudgedListener listener = listener(peer.port(), OnFailure.TEMPFAIL)) {
            try (Conversation client = listener.greeted()) {
                client.sendMail("susan@example.org", "bob@example.net", MAIL).expect("250");
            }
            assertEquals(
                    "X-Top: above\r\nsubject: changed\r\nX-Last: below\r\n\r\nHello\r\n",
                    listener.contents().get(0));
            assertEquals(List.of(), listener.envelopes().get(0).scans());
        }
    }

    @Test
    void withoutTheSpaceOfTheHeaderOneIsAdded() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.playing(connection -> ScriptedMilter.negotiating(connection, 0)
                        .passEnvelope()
                        .answer("T", "c")
                        .answer("LSubject|test|", "c")
                        .answer("LX-Fold|a\n\tb|", "c")
                        .answer("N", "c")
                        .answer("BHello\r\n", "c")
                        .answer("E", "hA|b|")
                        .say("a")
                        .expect("Q"));
                JudgedListener listener = listener(peer.port(), OnFailure.TEMPFAIL)) {
            try (Conversation client = listener.greeted()) {
                client.sendMail("susan@example.org", "bob@example.net", MAIL).expect("250");
            }
            assertEquals(
                    "Subject: test\r\nX-Fold: a\r\n\tb\r\nA: b\r\n\r\nHello\r\n",
                    listener.contents().get(0));
        }
    }

    @Test
    void stepsThatItDoesNotWantAreLeftOutAndSilentOnesNotWaitedFor() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.playing(connection -> ScriptedMilter.negotiating(
                                connection, 0x80 | 0x40000 | 0x80000 | 0x2 | 0x8 | 0x200)
                        .answer("C[127.0.0.1]|4*", "c")
                        .answer("M<susan@example.org>|", "c")
                        .expect("LSubject|test|")
                        .expect("LX-Fold|a\n\tb|")
                        .expect("N")
                        .expect("BHello\r\n")
                        .answer("E", "c")
                        .expect("Q"));
                JudgedListener listener = listener(peer.port(), OnFailure.TEMPFAIL)) {
            try (Conversation client = listener.greeted()) {
                client.sendMail("susan@example.org", "bob@example.net", MAIL).expect("250");
            }
            assertEquals(MAIL, listener.contents().get(0));
        }
    }

    @Test
    void aRecipientAnAddressAndAContentCanBeRefused() throws IOException {
        try (ScriptedPeer peer =
                        ScriptedPeer.playing(connection -> ScriptedMilter.negotiating(connection, ScriptedMilter.PLAIN)
                                .passClient()
                                .answer("M<refused@example.org>|", "y553 5.1.8 Not you, 100%%|")
                                .expect("A")
                                .answer("M<susan@example.org>|", "c")
                                .answer("R<no@example.net>|", "r")
                                .answer("R<later@example.net>|", "t")
                                .answer("R<bob@example.net>|", "c")
                                .passContent()
                                .say("y451-4.7.1 One\r\n451 4.7.1 two|".replace('|', '\0'))
                                .expect("Q"));
                JudgedListener listener = listener(peer.port(), OnFailure.TEMPFAIL)) {
            try (Conversation client = listener.greeted()) {
                client.say("MAIL FROM:<refused@example.org>", "553 5.1.8 Not you, 100%");
                client.say("MAIL FROM:<susan@example.org>", "250");
                client.say("RCPT TO:<no@example.net>", "550 5.7.1");
                client.say("RCPT TO:<later@example.net>", "451 4.7.1");
                client.say("RCPT TO:<bob@example.net>", "250");
                client.say("DATA", "354");
                assertEquals(
                        "451-4.7.1 One\n451 4.7.1 two",
                        client.send(MAIL + ".\r\n").reply());
            }
            assertEquals(List.of(), listener.contents());
        }
    }

    @Test
    void itHearsWhatWasDeclaredWithAnAddress() throws IOException {
        try (ScriptedPeer peer =
                        ScriptedPeer.playing(connection -> ScriptedMilter.negotiating(connection, ScriptedMilter.PLAIN)
                                .passClient()
                                .answer("M<susan@example.org>|SIZE=1000|BODY=8BITMIME|SMTPUTF8|ENVID=a+3Db|", "c")
                                .answer("R<bob@example.net>|NOTIFY=SUCCESS,DELAY|ORCPT=rfc822;x+40y|", "c")
                                .answer("R<carol@example.net>|", "c")
                                .passContent()
                                .say("c")
                                .answer("M<>|BODY=8bitMIME|", "c")
                                .expect("A")
                                .expect("Q"));
                JudgedListener listener = listener(peer.port(), OnFailure.TEMPFAIL)) {
            try (Conversation client = listener.greeted()) {
                client.say("MAIL FROM:<susan@example.org> size=1000  Body=8BITMIME SMTPUTF8 ENVID=a+3Db", "250");
                client.say("RCPT TO:<bob@example.net> Notify=SUCCESS,DELAY ORCPT=rfc822;x+40y", "250");
                client.say("RCPT TO:<carol@example.net>", "250");
                client.say("DATA", "354");
                client.send(MAIL + ".\r\n").expect("250");
                client.say("MAIL FROM:<> X=y", "555"); // of which it does not hear
                client.say("MAIL FROM:<> BODY=8bitMIME", "250");
                client.say("QUIT", "221");
            }
        }
    }

    @Test
    void aMailThatIsDiscardedIsAnswered250AndGoesNowhere() throws IOException {
        try (ScriptedPeer peer =
                        ScriptedPeer.playing(connection -> ScriptedMilter.negotiating(connection, ScriptedMilter.PLAIN)
                                .passClient()
                                .answer("M<susan@example.org>|", "c")
                                .answer("R<bob@example.net>|", "d")
                                .expect("A")
                                .answer("M<susan@example.org>|", "c")
                                .answer("R<bob@example.net>|", "c")
                                .passContent()
                                .say("d")
                                .answer("M<susan@example.org>|", "a")
                                .expect("A")
                                .expect("Q"));
                JudgedListener listener = listener(peer.port(), OnFailure.TEMPFAIL)) {
            try (Conversation client = listener.greeted()) {
                client.sendMail("susan@example.org", "bob@example.net", MAIL).expect("250 2.0.0 Accepted");
                client.sendMail("susan@example.org", "bob@example.net", MAIL).expect("250 2.0.0 Accepted");
                assertEquals(List.of(), listener.contents());
                client.sendMail("susan@example.org", "bob@example.net", MAIL).expect("250");
            }
            assertEquals(1, listener.contents().size());
        }
    }

    @Test
    void whatItKeepsApartIsOnTheEnvelope() throws IOException {
        try (ScriptedPeer peer =
                        ScriptedPeer.playing(connection -> ScriptedMilter.negotiating(connection, ScriptedMilter.PLAIN)
                                .passEnvelope()
                                .passContent()
                                .say("qlooks\nodd|")
                                .say("c")
                                .expect("Q"));
                JudgedListener listener = listener(peer.port(), OnFailure.TEMPFAIL)) {
            try (Conversation client = listener.greeted()) {
                client.sendMail("susan@example.org", "bob@example.net", MAIL).expect("250");
            }
            assertEquals(
                    "inet:127.0.0.1:" + peer.port() + " quarantined looks?odd",
                    listener.envelopes().get(0).scans().get(0).toString());
        }
    }

    @Test
    void aLongBodyComesInChunksUntilItIsSkipped() throws IOException {
        String line = "x".repeat(998) + "\r\n";
        try (ScriptedPeer peer = ScriptedPeer.playing(connection -> {
                    ScriptedMilter milter = ScriptedMilter.negotiating(connection, ScriptedMilter.PLAIN)
                            .passEnvelope()
                            .answer("T", "c")
                            .answer("N", "c");
                    assertEquals("B" + line.repeat(70).substring(0, 65_535), milter.read());
                    milter.say("c");
                    assertEquals(65_536, milter.read().length());
                    milter.say("s").answer("E", "c").expect("Q");
                });
                JudgedListener listener = listener(peer.port(), OnFailure.TEMPFAIL)) {
            try (Conversation client = listener.greeted()) {
                client.sendMail("susan@example.org", "bob@example.net", "\r\n" + line.repeat(700))
                        .expect("250");
            }
            assertEquals("\r\n" + line.repeat(700), listener.contents().get(0));
        }
    }

    @Test
    void whatItSaysOfAClientStaysAndANewGreetingIsTold() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.playing(
                        connection -> ScriptedMilter.negotiating(connection, ScriptedMilter.PLAIN)
                                .answer("C[127.0.0.1]|4*", "y554 Go away|")
                                .expect("Q"),
                        connection -> ScriptedMilter.negotiating(connection, ScriptedMilter.PLAIN)
                                .passClient()
                                .answer("M<susan@example.org>|", "c")
                                .expect("A")
                                .answer("Hother.example|", "c")
                                .answer("M<>|", "c")
                                .expect("A")
                                .expect("Q"));
                JudgedListener listener = listener(peer.port(), OnFailure.TEMPFAIL)) {
            try (Conversation client = listener.greeted()) {
                client.say("MAIL FROM:<susan@example.org>", "554 5.7.1 Go away");
                client.say("MAIL FROM:<susan@example.org>", "554 5.7.1 Go away");
                client.say("QUIT", "221");
            }
            try (Conversation client = listener.greeted()) {
                client.say("MAIL FROM:<susan@example.org>", "250");
                client.say("EHLO other.example", "250");
                client.say("MAIL FROM:<>", "250");
                client.say("RSET", "250");
                client.say("QUIT", "221");
            }
        }
    }

    @Test
    void postmasterIsToldAndNotRefused() throws IOException {
        try (ScriptedPeer peer =
                        ScriptedPeer.playing(connection -> ScriptedMilter.negotiating(connection, ScriptedMilter.PLAIN)
                                .passClient()
                                .answer("M<susan@example.org>|", "c")
                                .answer("R<postmaster@mx.example.org>|", "r")
                                .passContent()
                                .say("c")
                                .expect("Q"));
                JudgedListener listener = listener(peer.port(), OnFailure.TEMPFAIL)) {
            try (Conversation client = listener.greeted()) {
                client.sendMail("susan@example.org", "postmaster", MAIL).expect("250");
            }
            assertEquals(1, listener.contents().size());
        }
    }

    /** What a milter may say when it is asked about the sender, and must not. */
    private static final List<String> WRONG = List.of(
            ScriptedMilter.packet("s"),
            ScriptedMilter.packet("hA\0b\0"),
            ScriptedMilter.packet("q\0"),
            ScriptedMilter.packet("O" + "\0".repeat(12)),
            ScriptedMilter.packet("+<evil@example.net>\0"),
            ScriptedMilter.packet("4"),
            ScriptedMilter.packet("?"),
            ScriptedMilter.packet("cc"),
            ScriptedMilter.packet("y250 fine\0"),
            ScriptedMilter.packet("y550 no end"),
            ScriptedMilter.packet("y550 a\rb\0"),
            ScriptedMilter.packet("y550-a\n551 b\0"),
            ScriptedMilter.packet("y550 4.1.1 a\0"),
            ScriptedMilter.packet("y550 " + "a".repeat(500) + "\0"),
            ScriptedMilter.packet("c") + ScriptedMilter.packet("c"),
            ScriptedMilter.number(0),
            ScriptedMilter.number(ResponseDecoder.LONGEST + 1),
            "HTTP/1.1 400 Bad Request\r\n\r\n",
            "\0\0\0");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsNoAnswerIsAFailure(boolean accepts) throws IOException {
        List<ScriptedPeer.Script> scripts = new ArrayList<>();
        for (String wrong : WRONG) {
            scripts.add(connection -> {
                ScriptedMilter.negotiating(connection, ScriptedMilter.PLAIN)
                        .passClient()
                        .expect("M<susan@example.org>|");
                connection.send(wrong);
            });
        }
        try (ScriptedPeer peer = ScriptedPeer.playing(scripts.toArray(ScriptedPeer.Script[]::new));
                JudgedListener listener = listener(peer.port(), accepts ? OnFailure.ACCEPT : OnFailure.TEMPFAIL)) {
            for (String wrong : WRONG) {
                try (Conversation client = listener.greeted()) {
                    client.say(
                            "MAIL FROM:<susan@example.org>",
                            wrong.endsWith(ScriptedMilter.packet("c")) || accepts ? "250" : "451 4.7.1");
                    if (accepts) {
                        client.say("RCPT TO:<bob@example.net>", "250");
                        client.say("DATA", "354");
                        client.send(MAIL + ".\r\n").expect("250");
                    }
                }
            }
            assertEquals(accepts ? WRONG.size() : 0, listener.contents().size());
            assertTrue(listener.envelopes().stream()
                    .allMatch(envelope -> envelope.scans().get(0).outcome() == ScanResult.Outcome.UNSCANNED));
        }
    }

    @Test
    void whatWasNotOfferedIsNotAgreedOn() throws IOException {
        List<String> answers = List.of(
                ScriptedMilter.number(6) + ScriptedMilter.number(0x2) + ScriptedMilter.number(0),
                ScriptedMilter.number(6) + ScriptedMilter.number(0) + ScriptedMilter.number(0x800),
                ScriptedMilter.number(7) + ScriptedMilter.number(0) + ScriptedMilter.number(0),
                ScriptedMilter.number(1) + ScriptedMilter.number(0) + ScriptedMilter.number(0),
                ScriptedMilter.number(6));
        ScriptedPeer.Script[] scripts = answers.stream()
                .map(answer -> (ScriptedPeer.Script) connection -> {
                    ScriptedMilter.on(connection).read();
                    connection.send(ScriptedMilter.packet("O" + answer));
                })
                .toArray(ScriptedPeer.Script[]::new);
        try (ScriptedPeer peer = ScriptedPeer.playing(scripts);
                JudgedListener listener = listener(peer.port(), OnFailure.TEMPFAIL)) {
            for (String answer : answers) {
                try (Conversation client = listener.greeted()) {
                    String reply = client.say("MAIL FROM:<susan@example.org>", "451 4.7.1");
                    assertFalse(reply.contains(answer));
                }
            }
        }
    }

    @Test
    void aSilentMilterAndAnAbsentOneEndAtTheDeadline() throws IOException {
        Duration step = Duration.ofMillis(300);
        try (ScriptedPeer peer = ScriptedPeer.playing(
                        connection -> {
                            ScriptedMilter.negotiating(connection, ScriptedMilter.PLAIN)
                                    .passClient()
                                    .expect("M<susan@example.org>|");
                            connection.readToEnd();
                        },
                        connection -> {
                            ScriptedMilter milter = ScriptedMilter.negotiating(connection, ScriptedMilter.PLAIN)
                                    .passClient()
                                    .expect("M<susan@example.org>|");
                            boolean left = false;
                            while (!left) {
                                try {
                                    milter.say("p"); // without end
                                } catch (IOException e) {
                                    left = true;
                                }
                            }
                        });
                JudgedListener listener = listener(peer.port(), OnFailure.TEMPFAIL, step)) {
            for (int i = 0; i < 2; i++) {
                try (Conversation client = listener.greeted()) {
                    client.say("MAIL FROM:<susan@example.org>", "451 4.7.1");
                }
            }
        }
        try (JudgedListener listener = listener(FreePort.onLoopback(), OnFailure.ACCEPT);
                Conversation client = listener.greeted()) {
            client.sendMail("susan@example.org", "bob@example.net", MAIL).expect("250");
            assertEquals(
                    ScanResult.Outcome.UNSCANNED,
                    listener.envelopes().get(0).scans().get(0).outcome());
        }
    }

    @Test
    void aHeaderThatItCanNotReadIsRefusedWhateverFailureMeans() throws IOException {
        String large = "X: " + "x".repeat(900) + "\r\n";
        String folded = "X:" + (" " + "x".repeat(900) + "\r\n").repeat(80);
        try (ScriptedPeer peer =
                        ScriptedPeer.playing(connection -> ScriptedMilter.negotiating(connection, ScriptedMilter.PLAIN)
                                .passEnvelope()
                                .expect("A")
                                .answer("M<susan@example.org>|", "c")
                                .answer("R<bob@example.net>|", "c")
                                .expect("A")
                                .expect("Q"));
                JudgedListener listener = listener(peer.port(), OnFailure.ACCEPT)) {
            try (Conversation client = listener.greeted()) {
                client.sendMail("susan@example.org", "bob@example.net", large.repeat(1_300) + "\r\n")
                        .expect("552 5.3.4");
                client.sendMail("susan@example.org", "bob@example.net", folded + "\r\n")
                        .expect("552 5.3.4");
            }
            assertEquals(List.of(), listener.contents());
        }
    }

    private JudgedListener listener(int port, OnFailure failure) throws IOException {
        return listener(port, failure, Duration.ofSeconds(10));
    }

    private JudgedListener listener(int port, OnFailure failure, Duration step) throws IOException {
        return new JudgedListener(directory, failure, step, "inet:127.0.0.1:" + port);
    }
}
