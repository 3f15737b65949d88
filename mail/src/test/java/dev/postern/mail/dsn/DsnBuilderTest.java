package dev.postern.mail.dsn;

import static dev.postern.mail.dsn.Notifications.ALICE;
import static dev.postern.mail.dsn.Notifications.BOB;
import static dev.postern.mail.dsn.Notifications.CAROL;
import static dev.postern.mail.dsn.Notifications.MAIL;
import static dev.postern.mail.dsn.Notifications.SETTINGS;
import static dev.postern.mail.dsn.Notifications.all;
import static dev.postern.mail.dsn.Notifications.assertCanBeSent;
import static dev.postern.mail.dsn.Notifications.envelope;
import static dev.postern.mail.dsn.Notifications.failed;
import static dev.postern.mail.dsn.Notifications.one;
import static dev.postern.mail.dsn.Notifications.parsed;
import static dev.postern.mail.dsn.Notifications.raw;
import static dev.postern.mail.dsn.Notifications.report;
import static dev.postern.mail.dsn.Notifications.status;
import static dev.postern.mail.dsn.Notifications.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.Domain;
import dev.postern.mail.DsnParameters;
import dev.postern.mail.DsnRequest;
import dev.postern.mail.DsnRequest.Notify;
import dev.postern.mail.Envelope;
import dev.postern.testkit.Rfc;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.angus.mail.dsn.DeliveryStatus;
import org.eclipse.angus.mail.dsn.MultipartReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DsnBuilderTest {
    private static DsnRequest asked(Address recipient, String notify) {
        return DsnRequest.NONE.withRecipients(Map.of(recipient, DsnParameters.recipient(notify, null)));
    }

    private static List<Dsn> notified(String notify, boolean delayByDefault) {
        Envelope envelope = envelope(BOB)
                .dsn(notify == null ? DsnRequest.NONE : asked(BOB, notify))
                .build();
        DsnSettings settings = new DsnSettings(SETTINGS.reportingMta(), SETTINGS.from(), delayByDefault, 0);
        RecipientReport[] each = Arrays.stream(Action.values())
                .map(action -> report(BOB, action))
                .toArray(RecipientReport[]::new);
        return all(settings, envelope, MAIL, each);
    }

    @ParameterizedTest
    @Rfc({"3461#5.2.5", "3461#5.2.6"})
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-                     | FAILED,DELAYED",
                "NEVER                 | -",
                "FAILURE               | FAILED",
                "DELAY                 | DELAYED",
                "SUCCESS               | DELIVERED,RELAYED,EXPANDED",
                "SUCCESS,FAILURE       | FAILED,DELIVERED,RELAYED,EXPANDED",
                "SUCCESS,FAILURE,DELAY | FAILED,DELAYED,DELIVERED,RELAYED,EXPANDED"
            })
    void tellsWhatWasAskedFor(String notify, String actions) {
        Set<Action> expected = EnumSet.noneOf(Action.class);
        for (String action : actions == null ? new String[0] : actions.split(",", -1)) {
            expected.add(Action.valueOf(action));
        }
        assertEquals(
                List.copyOf(expected),
                notified(notify, true).stream().map(Dsn::action).toList());
    }

    @Test
    @Rfc("3461#5.2.5")
    void whetherADelayIsToldToWhoSaidNothingIsASetting() {
        assertEquals(
                List.of(Action.FAILED),
                notified(null, false).stream().map(Dsn::action).toList());
        assertEquals(
                List.of(Action.DELAYED),
                notified("DELAY", false).stream().map(Dsn::action).toList());
    }

    @Test
    @Rfc("3461#5.2")
    void aMailFromNobodyHasNone() {
        Envelope envelope = envelope(BOB)
                .reversePath(null)
                .dsn(asked(BOB, "SUCCESS,FAILURE,DELAY"))
                .build();
        assertEquals(List.of(), all(SETTINGS, envelope, MAIL, report(BOB, Action.FAILED)));
    }

    @Test
    @Rfc("3461#5.2.8")
    void oneTellsOfAllRecipientsWithTheSameActionButOfNobodyElse() {
        Address dana = Address.parse("dana@example.net");
        Address eric = Address.parse("eric@example.net");
        Envelope envelope =
                envelope(BOB, CAROL, dana, eric).dsn(asked(CAROL, "NEVER")).build();
        List<Dsn> all = all(
                SETTINGS,
                envelope,
                MAIL,
                report(BOB, Action.FAILED),
                report(CAROL, Action.FAILED),
                report(dana, Action.DELAYED),
                report(eric, Action.FAILED));
        assertEquals(
                List.of(Action.FAILED, Action.DELAYED),
                all.stream().map(Dsn::action).toList());
        DeliveryStatus failed = status(all.get(0));
        assertEquals(2, failed.getRecipientDSNCount());
        assertEquals("rfc822; bob@example.net", failed.getRecipientDSN(0).getHeader("Final-Recipient", null));
        assertEquals("rfc822; eric@example.net", failed.getRecipientDSN(1).getHeader("Final-Recipient", null));
        assertTrue(!raw(all.get(0)).contains("carol") && !raw(all.get(0)).contains("dana"));
        assertTrue(text(all.get(0)).contains("could not be delivered to these recipients."));
        assertEquals(1, status(all.get(1)).getRecipientDSNCount());
        assertTrue(text(all.get(1)).contains("could not be delivered to this recipient yet."));
        assertEquals(
                List.of("DSN1", "DSN2"),
                all.stream().map(dsn -> dsn.envelope().id()).toList());
    }

    @Test
    @Rfc("3461#6.1")
    void goesFromNobodyToTheSenderWhoIsNeverToldWhatBecomesOfIt() {
        Envelope original = envelope(BOB)
                .dsn(new DsnRequest(DsnRequest.Ret.FULL, "QQ314159", Map.of()))
                .build();
        Envelope envelope = one(original, MAIL, failed(BOB, "550 No")).envelope();
        assertNull(envelope.reversePath());
        assertEquals(List.of(ALICE), envelope.recipients());
        assertEquals("", DsnParameters.of(envelope.dsn()));
        assertEquals("NOTIFY=NEVER", DsnParameters.of(envelope.dsn().of(ALICE)));
        assertEquals(Set.of(Notify.NEVER), envelope.dsn().of(ALICE).events());
        assertEquals("DSN1", envelope.id());
        // and what cannot be delivered of it is told to nobody
        assertEquals(List.of(), all(SETTINGS, envelope, MAIL, report(ALICE, Action.FAILED)));
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    @Rfc({"3464#2", "6522#3", "3834#5", "3834#3.1.6"})
    void isAReportThatNoProgramAnswers(Action action) throws MessagingException {
        Envelope envelope =
                envelope(BOB).dsn(asked(BOB, "SUCCESS,FAILURE,DELAY")).build();
        Dsn dsn = one(envelope, MAIL, report(BOB, action));
        assertCanBeSent(dsn);
        MimeMessage mail = parsed(dsn);
        assertArrayEquals(new String[] {"1.0"}, mail.getHeader("MIME-Version"));
        assertArrayEquals(new String[] {"<alice@example.org>"}, mail.getHeader("To"));
        assertEquals("Mail Delivery System <postmaster@mx.example.com>", mail.getHeader("From", null));
        assertArrayEquals(new String[] {"auto-replied"}, mail.getHeader("Auto-Submitted"));
        assertEquals("Thu, 26 Nov 2026 12:00:05 +0000", mail.getHeader("Date", null));
        assertEquals("<DSN1@mx.example.com>", mail.getMessageID());
        assertEquals("<1@example.org>", mail.getHeader("In-Reply-To", null));
        assertEquals("<1@example.org>", mail.getHeader("References", null));
        assertEquals(HumanText.subject(action), mail.getSubject());
        ContentType type = new ContentType(mail.getContentType());
        assertTrue(type.match("multipart/report"));
        assertEquals("delivery-status", type.getParameter("report-type"));
        MultipartReport report = report(dsn);
        assertEquals(3, report.getCount());
        assertTrue(report.getBodyPart(0).isMimeType("text/plain"));
        assertTrue(report.getBodyPart(1).isMimeType("message/delivery-status"));
        assertTrue(report.getBodyPart(2).isMimeType("text/rfc822-headers"));
        assertEquals("Lunch", report.getReturnedMessage().getSubject());
    }

    @Test
    @Rfc({"3464#2.1", "3464#2.2.4", "3464#2.2.5", "3464#2.3", "3461#6.3", "3461#6.3b", "3461#6.3c"})
    void hasFieldsOfTheMailThenOfEachRecipient() {
        Envelope envelope = envelope(BOB, CAROL)
                .client(new Client(new InetSocketAddress("192.0.2.7", 4711), "mail.Example.org", true, null, null))
                .dsn(DsnParameters.request("HDRS", "QQ+2B314159")
                        .withRecipients(Map.of(BOB, DsnParameters.recipient(null, "rfc822;Bob+2BLunch@Example.COM"))))
                .build();
        RecipientReport carol = new RecipientReport(
                CAROL, Action.FAILED, "5.4.7", "delivery time expired", null, null, Notifications.NOW, null);
        String raw = raw(one(envelope, MAIL, report(BOB, Action.FAILED), carol));
        int start = raw.indexOf("Content-Type: message/delivery-status");
        assertTrue(raw.substring(start).startsWith("""
                Content-Type: message/delivery-status
                Content-Transfer-Encoding: 7bit

                Original-Envelope-Id: QQ+314159
                Reporting-MTA: dns; mx.example.com
                Received-From-MTA: dns; mail.Example.org (192.0.2.7)
                Arrival-Date: Thu, 26 Nov 2026 08:30:00 +0000

                Original-Recipient: rfc822; Bob+Lunch@Example.COM
                Final-Recipient: rfc822; bob@example.net
                Action: failed
                Status: 5.1.1
                Remote-MTA: dns; mx.example.net
                Diagnostic-Code: smtp; 550 5.1.1 No such user
                Last-Attempt-Date: Thu, 26 Nov 2026 12:00:00 +0000
                Final-Log-ID: Q17

                Final-Recipient: rfc822; carol@example.net
                Action: failed
                Status: 5.4.7
                Diagnostic-Code: x-postern; delivery time expired

                --=_""".replace("\n", "\r\n")), raw);
    }

    @Test
    @Rfc({"3464#2.3.9", "3464#2.3.5", "3461#6.3"})
    void saysUntilWhenItIsTriedOfDelaysOnly() {
        InternetHeaders delayed = status(one(envelope(BOB).build(), MAIL, report(BOB, Action.DELAYED)))
                .getRecipientDSN(0);
        assertEquals("delayed", delayed.getHeader("Action", null));
        assertEquals("Fri, 27 Nov 2026 12:00:05 +0000", delayed.getHeader("Will-Retry-Until", null));
        assertNull(delayed.getHeader("Remote-MTA", null));
        assertNull(delayed.getHeader("Original-Recipient", null));
        DeliveryStatus failed = status(one(envelope(BOB).build(), MAIL, report(BOB, Action.FAILED)));
        assertNull(failed.getRecipientDSN(0).getHeader("Will-Retry-Until", null));
        assertNull(failed.getMessageDSN().getHeader("Original-Envelope-Id", null));
        assertNull(failed.getMessageDSN().getHeader("Received-From-MTA", null));
    }

    @ParameterizedTest
    @Rfc("3461#6.3b")
    @CsvSource({
        "mx.example.com, dns; mx.example.com",
        "gateway, x-local-hostname; gateway",
        "[192.0.2.1], dns; [192.0.2.1]"
    })
    void saysWhetherItsNameIsKnownInDns(String name, String field) {
        DsnSettings settings = DsnSettings.of(Domain.parse(name));
        Dsn dsn = all(settings, envelope(BOB).build(), MAIL, report(BOB, Action.FAILED))
                .get(0);
        assertEquals(field, status(dsn).getMessageDSN().getHeader("Reporting-MTA", null));
    }

    @ParameterizedTest
    @Rfc("3461#6.3c")
    @CsvSource({
        "mx.example.net, mx.example.net",
        "mx.example.net[192.0.2.1]:25, mx.example.net",
        "mx.example.net[2001:db8::1]:25, mx.example.net",
        "mx.example.net:25, mx.example.net",
        "[192.0.2.1]:25, [192.0.2.1]",
        "[2001:db8::1]:2525, [2001:db8::1]",
        "two words, two words"
    })
    void namesTheServerWithoutItsPort(String server, String name) {
        RecipientReport report = new RecipientReport(BOB, Action.FAILED, "5.1.1", "550 No", server, null, null, null);
        Dsn dsn = one(envelope(BOB).build(), MAIL, report);
        assertEquals("dns; " + name, status(dsn).getRecipientDSN(0).getHeader("Remote-MTA", null));
        assertTrue(text(dsn).contains("The server " + name + " said:"));
    }

    @Test
    void tellsPeopleWhatHappenedToWhomAndWhatToDo() {
        assertEquals("""
                This is the mail system at mx.example.com.

                Your mail could not be delivered to this recipient. It will not be tried
                again: if the mail still matters, do what is said below, and send it once
                more.

                  <bob@example.net>
                    The recipient is not known there.
                    The server mx.example.net said:
                      550 5.1.1 No such user
                    What to do: check the address for mistakes.

                The mail that this is about:
                  Subject: Lunch
                  Date: Thu, 26 Nov 2026 08:29:00 +0000
                  Message-ID: <1@example.org>

                A report for mail programs is attached, and the header of your mail.
                """.replace("\n", "\r\n"), text(one(envelope(BOB).build(), MAIL, report(BOB, Action.FAILED))));
        String delayed = text(one(envelope(BOB).build(), MAIL, report(BOB, Action.DELAYED)));
        assertTrue(delayed.contains("You need not") || delayed.contains("you need not"), delayed);
        assertTrue(delayed.contains("It will be tried until Fri, 27 Nov 2026 12:00:05 +0000."), delayed);
        assertTrue(!delayed.contains("What to do"), delayed);
        RecipientReport late = new RecipientReport(
                BOB, Action.FAILED, "4.2.0", "450 4.2.0 Greylisted", "mx.example.net", null, null, null);
        String expired = text(one(envelope(BOB).build(), MAIL, late)).replaceAll("\\s+", " ");
        assertTrue(
                expired.contains("asks strangers to try again later. It was tried until its time was over."), expired);
        Envelope success = envelope(BOB).dsn(asked(BOB, "SUCCESS")).build();
        assertTrue(
                text(one(success, MAIL, report(BOB, Action.DELIVERED))).contains("was delivered to this recipient."));
        assertTrue(text(one(success, MAIL, report(BOB, Action.RELAYED))).contains("was passed on"));
        assertTrue(text(one(success, MAIL, report(BOB, Action.EXPANDED))).contains("forwarded from there"));
    }

    @Test
    void namesFiftyRecipientsInTheTextAndAllInTheReport() {
        Address[] many = new Address[60];
        RecipientReport[] reports = new RecipientReport[60];
        for (int i = 0; i < many.length; i++) {
            many[i] = Address.parse("r" + i + "@example.net");
            reports[i] = failed(many[i], "550 No");
        }
        Dsn dsn = one(envelope(many).build(), MAIL, reports);
        assertEquals(60, status(dsn).getRecipientDSNCount());
        assertTrue(text(dsn).contains("<r49@example.net>") && !text(dsn).contains("<r50@example.net>"));
        assertTrue(text(dsn).contains("There are 10 more"));
    }

    @Test
    void aMailThatIsLostIsReportedWithoutIt() throws MessagingException {
        Dsn dsn = one(envelope(BOB).build(), null, report(BOB, Action.FAILED));
        assertCanBeSent(dsn);
        assertEquals(2, report(dsn).getCount());
        assertTrue(text(dsn).endsWith("A report for mail programs is attached.\r\n"));
        assertNull(parsed(dsn).getHeader("In-Reply-To"));
    }

    @Test
    void theSameReportMakesTheSameNotification() {
        Envelope envelope = envelope(BOB).build();
        assertEquals(
                raw(one(envelope, MAIL, report(BOB, Action.FAILED))),
                raw(one(envelope, MAIL, report(BOB, Action.FAILED))));
    }

    @Test
    void whatIsNoReportIsRefused() {
        for (String status : List.of("", "5.1", "3.1.1", "5.01.1", "5.1.1 ", "5.1.1\r\nX: y", "5.1.1000")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new RecipientReport(BOB, Action.FAILED, status, null, null, null, null, null),
                    status);
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> new DsnSettings(SETTINGS.reportingMta(), SETTINGS.from(), true, -1));
        Address utf8 = Address.parse("p\u00f6stmaster@example.com");
        assertThrows(IllegalArgumentException.class, () -> new DsnSettings(SETTINGS.reportingMta(), utf8, true, 0));
    }
}
