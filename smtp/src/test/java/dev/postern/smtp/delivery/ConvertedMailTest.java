package dev.postern.smtp.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Envelope.Body;
import dev.postern.mail.Message;
import dev.postern.smtp.client.SignedContent;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import dev.postern.testkit.Postfix;
import dev.postern.testkit.RequiresPeer;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.ScriptedPeer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail in 8 bits, and binary mail, to servers that take neither. A character stands for an octet. */
@Timeout(120)
class ConvertedMailTest {
    private static final Address BOB = Address.parse("bob@example.net");
    private static final String HEADER = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=iso-8859-1\r\n";
    private static final String EIGHT_BIT =
            HEADER + "Content-Transfer-Encoding: 8bit\r\n\r\n.\r\ngr\u00fc\u00dfe and =\r\n";
    private static final String SEVEN_BIT =
            HEADER + "Content-Transfer-Encoding: quoted-printable\r\n\r\n.\r\ngr=FC=DFe and =3D\r\n";
    private static final String SIGNED = "DKIM-Signature: v=1\r\n" + EIGHT_BIT;

    private static Deliverer deliverer(int port, SignedContent signed) throws IOException {
        Duration patience = Duration.ofSeconds(20);
        return new Deliverer(
                SmtpClient.builder("127.0.0.1", port)
                        .hello("gateway.example.org")
                        .tls(TlsMode.NONE)
                        .signedContent(signed)
                        .timeouts(patience, patience, patience, patience)
                        .build(),
                1,
                100);
    }

    private static Outcome deliver(Deliverer deliverer, Body body, Message message) throws Exception {
        return deliverer
                .deliver(Envelope.of("ID").recipient(BOB).body(body).build(), message)
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS)
                .get(0);
    }

    private static Outcome deliver(Deliverer deliverer, Body body, String content) throws Exception {
        return deliver(deliverer, body, Message.of(content.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static ScriptedPeer taking(String mail, String content, String... offers) throws IOException {
        return ScriptedPeer.playing(c -> {
            c.greet(offers);
            c.expect(mail);
            c.say("250").expect("RCPT .*");
            c.say("250").expect("DATA");
            c.say("354");
            assertEquals(content.replace("\r\n.\r\n", "\r\n..\r\n"), c.readContent());
            c.say("250").expect("QUIT");
            c.say("221");
        });
    }

    private static void delivered(Outcome outcome) {
        assertInstanceOf(Outcome.Delivered.class, outcome);
    }

    private static String bounced(Outcome outcome) {
        Outcome.Bounced bounced = assertInstanceOf(Outcome.Bounced.class, outcome);
        assertEquals("5.6.3", bounced.status().toString());
        return bounced.reason();
    }

    @Test
    @Rfc({"6152#3b", "6152#3d", "1870#6.2"})
    void eightBitContentIsConvertedAndItsSizeAnnounced() throws Exception {
        try (ScriptedPeer peer = taking("MAIL FROM:<> SIZE=" + SEVEN_BIT.length(), SEVEN_BIT, "SIZE 1000");
                Deliverer deliverer = deliverer(peer.port(), SignedContent.FAIL)) {
            delivered(deliver(deliverer, Body.EIGHT_BIT_MIME, EIGHT_BIT));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"8BITMIME CHUNKING", "8BITMIME BINARYMIME", "SIZE"})
    @Rfc({"3030#3c", "3030#3d"})
    void binaryContentIsConvertedWhereItIsNotTaken(String offers) throws Exception {
        String header = "MIME-Version: 1.0\r\nContent-Type: application/x\r\nContent-Transfer-Encoding: ";
        String converted = header + "base64\r\n\r\nAAHw8QoN\r\n";
        String mail = offers.equals("SIZE") ? "MAIL FROM:<> SIZE=" + converted.length() : "MAIL FROM:<>";
        try (ScriptedPeer peer = taking(mail, converted, offers.split(" ", -1));
                Deliverer deliverer = deliverer(peer.port(), SignedContent.FAIL)) {
            delivered(deliver(deliverer, Body.BINARY_MIME, header + "binary\r\n\r\n\0\1\u00f0\u00f1\n\r"));
        }
    }

    @Test
    @Rfc("6152#3d")
    void whatIsDeclaredEightBitButIsNotGoesAsItIs() throws Exception {
        String content = "DKIM-Signature: v=1\r\nContent-Transfer-Encoding: 8bit\r\n\r\nascii\r\n";
        try (ScriptedPeer peer = taking("MAIL FROM:<>", content);
                Deliverer deliverer = deliverer(peer.port(), SignedContent.FAIL)) {
            delivered(deliver(deliverer, Body.EIGHT_BIT_MIME, content));
        }
    }

    @Test
    @Rfc("1870#6.2")
    void whatIsTooLargeOnceItIsConvertedIsNotSent() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(
                        c -> c.greet("SIZE " + (EIGHT_BIT.length() + 1)).expect("QUIT"));
                Deliverer deliverer = deliverer(peer.port(), SignedContent.FAIL)) {
            Outcome.Bounced bounced =
                    assertInstanceOf(Outcome.Bounced.class, deliver(deliverer, Body.EIGHT_BIT_MIME, EIGHT_BIT));
            assertEquals("5.3.4", bounced.status().toString());
        }
    }

    @ParameterizedTest
    @EnumSource(SignedContent.class)
    @Rfc("6152#3e")
    void whatBecomesOfSignedMailIsASetting(SignedContent signed) throws Exception {
        String content = signed == SignedContent.SEND ? SIGNED : "DKIM-Signature: v=1\r\n" + SEVEN_BIT;
        try (ScriptedPeer peer = signed == SignedContent.FAIL
                        ? ScriptedPeer.playing(c -> c.greet().expect("QUIT"))
                        : taking("MAIL FROM:<>", content);
                Deliverer deliverer = deliverer(peer.port(), signed)) {
            Outcome outcome = deliver(deliverer, Body.EIGHT_BIT_MIME, SIGNED);
            if (signed == SignedContent.FAIL) {
                String reason = bounced(outcome);
                assertTrue(
                        reason.contains("8-bit content, and it can't be converted: the signature DKIM-Signature"),
                        reason);
            } else {
                delivered(outcome);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "BINARY_MIME, 'DKIM-Signature: v=1\r\n\r\n\u00fc', no binary content",
        "EIGHT_BIT_MIME, 'Subject: \u00fc\r\n\r\nx\r\n', not of US-ASCII",
        "EIGHT_BIT_MIME, 'Content-Type: multipart/mixed\r\n\r\n\u00fc\r\n', names no boundary",
    })
    @Rfc({"6152#3b", "6152#3d", "3030#3c"})
    void whatCannotBeConvertedBounces(Body body, String content, String why) throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> c.greet().expect("QUIT"));
                Deliverer deliverer = deliverer(peer.port(), SignedContent.SEND)) {
            String reason = bounced(deliver(deliverer, body, content));
            assertTrue(reason.contains(why), reason);
        }
    }

    @Test
    void aMailThatCannotBeReadIsDeferred() throws Exception {
        Message broken = new Message() {
            @Override
            public long size() {
                return 10;
            }

            @Override
            public InputStream open() throws IOException {
                throw new IOException("no such file");
            }

            @Override
            public void close() {}
        };
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> c.greet().expect("QUIT"));
                Deliverer deliverer = deliverer(peer.port(), SignedContent.FAIL)) {
            Outcome.Deferred deferred =
                    assertInstanceOf(Outcome.Deferred.class, deliver(deliverer, Body.EIGHT_BIT_MIME, broken));
            assertEquals("4.3.0", deferred.status().toString());
        }
    }

    @Test
    void aMailThatIsConvertedWhenTheClientIsClosedIsDeferred() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        byte[] octets = EIGHT_BIT.getBytes(StandardCharsets.ISO_8859_1);
        Message slow = new Message() {
            @Override
            public long size() {
                return octets.length;
            }

            @Override
            public InputStream open() throws IOException {
                begun.countDown();
                try {
                    assertTrue(closed.await(30, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                return new ByteArrayInputStream(octets);
            }

            @Override
            public void close() {}
        };
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> c.greet().readToEnd())) {
            CompletionStage<List<Outcome>> outcomes;
            try (Deliverer deliverer = deliverer(peer.port(), SignedContent.FAIL)) {
                outcomes = deliverer.deliver(
                        Envelope.of("ID")
                                .recipient(BOB)
                                .body(Body.EIGHT_BIT_MIME)
                                .build(),
                        slow);
                assertTrue(begun.await(30, TimeUnit.SECONDS));
            }
            closed.countDown();
            Outcome outcome =
                    outcomes.toCompletableFuture().get(30, TimeUnit.SECONDS).get(0);
            assertEquals(
                    "4.4.2",
                    assertInstanceOf(Outcome.Deferred.class, outcome).status().toString());
        }
    }

    @Test
    @RequiresPeer("postfix")
    @Rfc({"6152#3d", "2045#6.7"})
    void postfixThatTakesSevenBitsKeepsTheConvertedMail() throws Exception {
        String html = "Content-Type: text/html; charset=iso-8859-1\r\n";
        String multipart = "From: susan@example.org\r\nTo: bob@example.net\r\nDate: Tue, 24 Nov 2026 10:00:00 +0000\r\n"
                + "Message-ID: <1@example.org>\r\n"
                + "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n"
                + "Content-Transfer-Encoding: 8bit\r\n\r\n--b\r\n\r\nall ASCII\r\n--b\r\n" + html
                + "Content-Transfer-Encoding: 8bit\r\n\r\n<p>gr\u00fc\u00dfe\r\n--b--\r\n";
        try (Postfix postfix = Postfix.builder()
                        .mailboxes(BOB.toString())
                        .set("smtpd_discard_ehlo_keywords", "8bitmime")
                        .start();
                Deliverer deliverer = deliverer(postfix.port(), SignedContent.FAIL)) {
            delivered(deliver(deliverer, Body.EIGHT_BIT_MIME, multipart));
            String kept = new String(
                    postfix.mailbox(BOB.toString())
                            .await(1, Duration.ofSeconds(60))
                            .get(0),
                    StandardCharsets.ISO_8859_1);
            String expected = multipart
                    .replace(
                            "boundary=b\r\nContent-Transfer-Encoding: 8bit",
                            "boundary=b\r\nContent-Transfer-Encoding: 7bit")
                    .replace("8bit\r\n\r\n<p>gr\u00fc\u00dfe", "quoted-printable\r\n\r\n<p>gr=FC=DFe")
                    .replace("\r\n", "\n");
            assertTrue(kept.endsWith(expected), kept);
        }
    }
}
