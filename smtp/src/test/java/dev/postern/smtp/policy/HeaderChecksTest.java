package dev.postern.smtp.policy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.Envelope;
import dev.postern.mail.MalformedAddressException;
import dev.postern.mail.Message;
import dev.postern.testkit.Rfc;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderChecksTest {
    private static final String GOOD = "From: susan@example.org\r\nDate: Thu, 1 Jan 2026 00:00:00 +0000\r\n";

    private static Message message(String content) {
        return Message.of(content.getBytes(ISO_8859_1));
    }

    private static String judged(Check check, Message message, @Nullable String user) {
        Envelope envelope = Envelope.of("id")
                .client(new Client(new InetSocketAddress("192.0.2.1", 1), "x", true, null, user))
                .recipient(Address.parse("bob@example.net"))
                .build();
        Verdict verdict = check.content(envelope, message)
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
        return verdict instanceof Verdict.Refused refused ? refused.reply().toString() : "accepted";
    }

    private static String sane(String header) {
        return judged(new HeaderSanity(), message(header + "\r\nbody\r\n"), null);
    }

    @Test
    @Rfc("5321#6.3")
    void aMessageWithTooManyReceivedFieldsGoesRoundInACircle() {
        Check check = new LoopDetection(100);
        String field = "received: from a\r\n by b; now\r\n";
        assertEquals("accepted", judged(check, message(field.repeat(100) + "\r\n" + field), null));
        assertEquals("554 5.4.6 Too many hops: a mail loop", judged(check, message(field.repeat(101) + "\r\n"), null));
    }

    @Test
    void aMessageInAFileIsReadElsewhere() {
        Thread own = Thread.currentThread();
        Message file = new Message() {
            @Override
            public long size() {
                return 100;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(
                        (Thread.currentThread() == own ? "" : "Received: x\r\n\r\n").getBytes(ISO_8859_1));
            }

            @Override
            public void close() {}
        };
        assertEquals("554 5.4.6 Too many hops: a mail loop", judged(new LoopDetection(0), file, null));
    }

    @Test
    @Rfc({"5322#3.6c", "6409#6.3"})
    void aHeaderSaysOnceWhoAndWhen() {
        assertEquals("accepted", sane(GOOD + "To: a@example.org,\r\n b@example.org\r\nReceived: x\r\nReceived: y\r\n"));
        assertEquals("554 5.6.0 The header has no From", sane("Date: now\r\n"));
        assertEquals("554 5.6.0 The header has no Date", sane("From: susan@example.org\r\n"));
        for (String field : List.of("From", "Date", "Subject", "To", "Message-ID", "Reply-To")) {
            String twice = GOOD + (field + ": x\r\n").repeat(2);
            assertEquals("554 5.6.0 The header has more than one " + field, sane(twice));
            assertEquals(
                    "554 5.6.0 The header has more than one " + field,
                    sane(twice.replace(field + ":", field.toUpperCase(Locale.ROOT) + " :")));
            assertEquals(
                    "554 5.6.0 The header has more than one " + field,
                    sane(GOOD + field + ": x\r\n" + field + " ".repeat(40) + ": x\r\n"));
        }
    }

    @Test
    void aHeaderIsMadeOfFieldsInLinesThatAreBounded() {
        assertEquals("accepted", sane(GOOD + "X: " + "x".repeat(995) + "\r\n"));
        assertEquals(
                "554 5.6.0 The header holds a line longer than 998 octets",
                sane(GOOD + "X: " + "x".repeat(996) + "\r\n"));
        assertEquals("554 5.6.0 The header holds a line that is no field", sane(GOOD + "no field\r\n"));
        assertEquals("554 5.6.0 The header holds a line that is no field", sane(" fold\r\n" + GOOD));
        assertEquals("554 5.6.0 The header holds a line that is no field", sane(GOOD + ": no name\r\n"));
        assertEquals(
                "554 5.6.0 The header holds a line that is no field",
                judged(new HeaderSanity(), message(GOOD + "ends within"), null));
        assertEquals(
                "554 5.6.0 The header holds a line longer than 998 octets",
                judged(new HeaderSanity(), message(GOOD + "X:" + "x".repeat(997)), null));
        assertEquals(
                "554 5.6.0 The header is longer than 262144 octets", sane(GOOD + "X: 1234567890\r\n".repeat(20_000)));
        assertEquals("554 5.6.0 The header has no From", sane(""));
        assertEquals("accepted", judged(new HeaderSanity(), message(GOOD + "\r\n" + "x".repeat(2_000)), null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bob@example.org | bob@example.org",
                "bob@example.org | Bob <BOB@example.org>",
                "bob@example.org | \"Doe, Bob <x@y>\" (a (nested) comment) <bob+tag@example.org>",
                "bob@example.org | bob@example.org, Info <info@example.org>",
                "shop | any@shop.example"
            })
    void aUserWritesAsItself(String user, String from) {
        assertEquals("accepted", written(user, "From: " + from + "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: mary@example.org",
                "From: bob@example.org\r\nFrom: mary@example.org",
                "From: bob@example.org, mary@example.org",
                "From: bob@example.org <mary@example.org>",
                "From: <bob@example.org> <mary@example.org>",
                "From: <bob@example.org> mary@example.org",
                "From: friends: bob@example.org;",
                "From: \"bob@example.org",
                "From: (bob@example.org",
                "From: <bob@example.org",
                "From: ",
                "From: bob@example.org,",
                "Subject: no From",
                "no field\r\nFrom: bob@example.org"
            })
    void whoeverElseItWritesAsIsRefused(String header) {
        assertEquals(
                "550 5.7.1 From in the header does not belong to who has logged in",
                written("bob@example.org", header + "\r\n"));
    }

    @Test
    void oneThatHasNotLoggedInIsNotAsked() {
        assertEquals("accepted", written(null, "From: mary@example.org\r\n"));
    }

    @Test
    void whatIsNoListOfMailboxesIsRefused() {
        assertThrows(MalformedAddressException.class, () -> HeaderMailboxes.parse("a@example.org; b@example.org"));
        assertThrows(IllegalArgumentException.class, () -> LoginSenders.parse(List.of("bob")));
        assertThrows(IllegalArgumentException.class, () -> LoginSenders.parse(List.of("bob=bob")));
    }

    private static String written(@Nullable String user, String header) {
        LoginSenders senders = LoginSenders.parse(List.of("bob@example.org=info@example.org", "shop=*@shop.example"));
        return judged(new LoginMatchesSender(senders, true, true), message(header + "\r\nbody\r\n"), user);
    }
}
