package dev.postern.mail.dsn;

import static dev.postern.mail.dsn.Notifications.ALICE;
import static dev.postern.mail.dsn.Notifications.BOB;
import static dev.postern.mail.dsn.Notifications.CAROL;
import static dev.postern.mail.dsn.Notifications.MAIL;
import static dev.postern.mail.dsn.Notifications.assertCanBeSent;
import static dev.postern.mail.dsn.Notifications.envelope;
import static dev.postern.mail.dsn.Notifications.failed;
import static dev.postern.mail.dsn.Notifications.full;
import static dev.postern.mail.dsn.Notifications.one;
import static dev.postern.mail.dsn.Notifications.raw;
import static dev.postern.mail.dsn.Notifications.report;
import static dev.postern.mail.dsn.Notifications.status;
import static dev.postern.mail.dsn.Notifications.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Client;
import dev.postern.mail.DsnRequest;
import dev.postern.mail.Envelope;
import dev.postern.testkit.Rfc;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.eclipse.angus.mail.dsn.DeliveryStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever servers and senders write: a notification keeps its form, and says no more than it should. */
class HostileDsnTest {
    private static final String[] PIECES = {
        "550 5.1.1 ",
        "\r\n",
        "\r\n\r\n",
        "\n",
        "\r",
        "\0",
        "\t",
        " ",
        "Action: delivered",
        "--",
        "=_",
        "\u00e9",
        "\u202e",
        "\ud83d\ude00",
        "\ud800",
        "x".repeat(300),
        ";",
        ":",
        "(",
        ")",
        "\"",
        "\\",
        "<a@b>",
        "=?utf-8?q?=0D=0A=00?=",
        "=?x-none?b?AAAA?=",
        "=?utf-8?b?%%?=",
        "Message-ID: <1@example.org>",
        "Subject: ",
        "From",
        "+2B",
        "%",
        "\u0085",
        "\u2028",
        "\u007f",
        "\u001b[31m",
        ".",
        ".\r\n"
    };

    private static String diagnostic(String text) {
        Dsn dsn = one(envelope(BOB).build(), MAIL, failed(BOB, text));
        assertCanBeSent(dsn);
        assertEquals(1, status(dsn).getRecipientDSNCount());
        InternetHeaders fields = status(dsn).getRecipientDSN(0);
        assertEquals("failed", fields.getHeader("Action", null));
        assertEquals(1, fields.getHeader("Action").length);
        return fields.getHeader("Diagnostic-Code", null).replace("\r\n", "");
    }

    @Test
    @Rfc("3464#2.1")
    void noTextOfAServerEndsAFieldOrBeginsAnother() {
        assertEquals("smtp; 550 a Action: delivered b", diagnostic("550 a\r\nAction: delivered\r\n\r\nb"));
        assertEquals("smtp; 550 a Action: delivered", diagnostic("550 a\nAction: delivered"));
        assertEquals("smtp; 550 a Action: delivered", diagnostic("550 a\r\0\u2028Action: delivered"));
        assertEquals(
                "smtp; 550 caf\\x{E9} \\x{202E} \\x{D800} \\x{1F600}",
                diagnostic("550 caf\u00e9 \u202e \ud800 \ud83d\ude00"));
        assertEquals("x-postern; no reply", diagnostic("no reply"));
        assertEquals("x-postern; 55 apples", diagnostic("55 apples"));
    }

    @Test
    void aLongTextIsCut() {
        String words = diagnostic("550 " + "word ".repeat(2_000));
        assertTrue(words.endsWith(" [...]") && words.length() < 2_100, words);
        String one = diagnostic("550 " + "x".repeat(10_000));
        assertTrue(one.endsWith("x [...]") && one.length() < 2_100, one);
        String symbols = diagnostic("550 " + "\u00e9".repeat(10_000));
        assertTrue(symbols.endsWith("\\x{E9} [...]") && symbols.length() < 2_100, symbols);
    }

    @Test
    @Rfc("2046#5.1.1")
    void aMailThatHoldsTheBoundaryGetsAnother() throws MessagingException {
        Envelope envelope = envelope(BOB).dsn(full()).build();
        Set<String> seen = new HashSet<>();
        String mail = MAIL;
        for (int i = 0; i < 5; i++) {
            Dsn dsn = one(envelope, mail, report(BOB, Action.FAILED));
            String raw = raw(dsn);
            String boundary =
                    raw.substring(raw.indexOf("boundary=\"") + 10, raw.indexOf("\"\r\n", raw.indexOf("boundary=\"")));
            assertTrue(seen.add(boundary));
            assertTrue(boundary.length() <= 70);
            assertEquals(4, raw.split("--" + boundary, -1).length - 1);
            assertEquals(3, report(dsn).getCount());
            mail += "--" + boundary + "--\r\n--" + boundary + "\r\nContent-Type: text/html\r\n\r\n<b>\r\n";
        }
    }

    @Test
    void aHeaderThatHoldsABoundaryIsNoPart() throws MessagingException {
        String first = raw(one(envelope(BOB).build(), MAIL, report(BOB, Action.FAILED)));
        String boundary = first.substring(
                first.indexOf("boundary=\"") + 10, first.indexOf("\"\r\n", first.indexOf("boundary=\"")));
        Dsn dsn = one(envelope(BOB).build(), "--" + boundary + ": x\r\n" + MAIL, report(BOB, Action.FAILED));
        assertEquals(3, report(dsn).getCount());
        assertNotEquals(first, raw(dsn));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a@b>\r\n <c@d>",
                "<a b@c>",
                "a@b",
                "<>",
                "<a@b> x",
                "<a@b\u00e9>",
                "<a\0@b>",
                "<a@b>, <c@d>",
                "=?utf-8?q?<a@b>?="
            })
    void aMessageIdThatIsNoneIsNotRepeated(String id) throws MessagingException {
        Dsn dsn = one(envelope(BOB).build(), "Message-ID: " + id + "\r\n\r\n", report(BOB, Action.FAILED));
        assertCanBeSent(dsn);
        assertNull(Notifications.parsed(dsn).getHeader("In-Reply-To"));
        assertNull(Notifications.parsed(dsn).getHeader("References"));
    }

    @Test
    void aMessageIdIsFoundInAnyCaseAndFolded() throws MessagingException {
        Dsn dsn = one(envelope(BOB).build(), "MESSAGE-ID:\r\n <a@b> \r\n\r\n", report(BOB, Action.FAILED));
        assertEquals("<a@b>", Notifications.parsed(dsn).getHeader("In-Reply-To", null));
        String longId = "<" + "a".repeat(251) + "@b>";
        Dsn without = one(envelope(BOB).build(), "Message-ID: " + longId + "\r\n\r\n", report(BOB, Action.FAILED));
        assertNull(Notifications.parsed(without).getHeader("In-Reply-To"));
    }

    @Test
    void aSubjectIsReadableAndOnOneLine() {
        String text = text(one(
                envelope(BOB).build(),
                "Subject: =?utf-8?q?caf=C3=A9=0D=0A__<x@y>?=\r\n =?utf-8?b?8J+YgA==?=\r\n\r\n",
                report(BOB, Action.FAILED)));
        assertTrue(text.contains("\r\n  Subject: caf\u00e9 <x@y>\ud83d\ude00\r\n"), text);
        assertFalse(text(one(envelope(BOB).build(), "Subject: \r\n\r\n", report(BOB, Action.FAILED)))
                .contains("Subject:"));
    }

    @Test
    void whateverIsWrittenANotificationKeepsItsForm() throws MessagingException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            String mail = (random.nextBoolean() ? "Subject: " : "") + hostile(random) + "\r\n\r\n" + hostile(random);
            DsnRequest dsn = new DsnRequest(
                    random.nextBoolean() ? DsnRequest.Ret.FULL : null,
                    hostile(random),
                    Map.of(BOB, new DsnRequest.Recipient(Set.of(), hostile(random))));
            Envelope envelope = envelope(BOB, CAROL)
                    .dsn(dsn)
                    .smtpUtf8(random.nextBoolean())
                    .body(random.nextBoolean() ? Envelope.Body.EIGHT_BIT_MIME : Envelope.Body.SEVEN_BIT)
                    .client(new Client(new InetSocketAddress("192.0.2.1", 1), hostile(random), true, null, null))
                    .build();
            RecipientReport bob = new RecipientReport(
                    BOB, Action.FAILED, "5.0.0", hostile(random), hostile(random), null, null, hostile(random));
            RecipientReport carol = failed(CAROL, hostile(random));
            Dsn made = one(envelope, latin1(mail), bob, carol);
            String hint = "seed " + seed + " round " + i;
            assertCanBeSent(made);
            assertEquals(3, report(made).getCount(), hint);
            assertEquals(List.of(ALICE), made.envelope().recipients(), hint);
            if (report(made).getBodyPart(1).isMimeType("message/delivery-status")) {
                assertFields(status(made), hint);
            }
        }
    }

    private static void assertFields(DeliveryStatus status, String hint) {
        assertEquals(2, status.getRecipientDSNCount(), hint);
        assertEquals(1, status.getMessageDSN().getHeader("Reporting-MTA").length, hint);
        List<String> recipients = List.of("rfc822; bob@example.net", "rfc822; carol@example.net");
        for (int i = 0; i < 2; i++) {
            InternetHeaders fields = status.getRecipientDSN(i);
            assertEquals(recipients.get(i), fields.getHeader("Final-Recipient", "|"), hint);
            assertEquals("failed", fields.getHeader("Action", "|"), hint);
            assertEquals(1, fields.getHeader("Status").length, hint);
            assertEquals(1, fields.getHeader("Diagnostic-Code").length, hint);
        }
    }

    private static String hostile(Random random) {
        StringBuilder text = new StringBuilder();
        for (int count = random.nextInt(12); count > 0; count--) {
            text.append(
                    random.nextInt(4) == 0
                            ? String.valueOf((char) random.nextInt(0x300))
                            : PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private static String latin1(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
