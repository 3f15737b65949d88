package dev.postern.mail.arrival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Message;
import dev.postern.mail.arrival.Arrival.Kind;
import dev.postern.mail.content.MailOutline;
import dev.postern.mail.dsn.Action;
import dev.postern.mail.dsn.Classification;
import dev.postern.mail.mime.ReadLimits;
import dev.postern.testkit.Rfc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalReaderTest {
    private static Arrival read(String lines) {
        return read(lines, "");
    }

    private static Arrival read(String lines, String reversePath) {
        byte[] octets = lines.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        try {
            return ArrivalReader.read(MailOutline.of(Message.of(octets), ReadLimits.STANDARD), reversePath);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DeliveryNotice.Recipient only(Arrival arrival) {
        assertEquals(Kind.DELIVERY_STATUS, arrival.kind());
        assertEquals(1, arrival.notice().recipients().size(), arrival.notice()::toString);
        return arrival.notice().recipients().get(0);
    }

    private static String report(String type, String fields, String returned) {
        return """
                From: MAILER-DAEMON@mx.example.net
                To: ann@example.org
                Subject: Undelivered Mail Returned to Sender
                Content-Type: multipart/report; report-type=delivery-status; boundary=r

                --r

                It could not be delivered.
                --r
                Content-Type: %s

                %s
                --r
                Content-Type: %s

                Return-Path: <bounces@example.org>
                Message-ID: <1@example.org>
                To: bob@example.net

                --r--
                """.formatted(type, fields, returned);
    }

    @Test
    @Rfc("3464#2.3b")
    void aReportTellsOfEachRecipient() {
        Arrival arrival = read(report("message/delivery-status", """
                        Reporting-MTA: dns; mx.example.net
                        Original-Envelope-Id: QQ314159

                        Original-Recipient: rfc822;team@example.net
                        Final-Recipient: RFC822; bob@example.net
                        Action: failed
                        Status: 5.1.1 (no such user)
                        Remote-MTA: dns; inner.example.net
                        Diagnostic-Code: smtp; 550 5.1.1 <bob@example.net>
                         User unknown

                        Final-Recipient: rfc822; cy@example.net
                        Action: delayed
                        Status: 4.2.2
                        Diagnostic-Code: smtp; 452 4.2.2 Mailbox full

                        Final-Recipient: rfc822; di@example.net
                        Action: delivered
                        Status: 2.0.0
                        """, "message/rfc822"));
        assertTrue(arrival.notice().standard());
        assertEquals("mx.example.net", arrival.notice().reporter());
        assertEquals("QQ314159", arrival.original().envelopeId());
        assertEquals("1@example.org", arrival.original().messageId());
        assertEquals("bounces@example.org", arrival.original().sender());
        List<DeliveryNotice.Recipient> recipients = arrival.notice().recipients();
        DeliveryNotice.Recipient bob = recipients.get(0);
        assertEquals("bob@example.net", bob.address());
        assertEquals("team@example.net", bob.original());
        assertEquals(Action.FAILED, bob.action());
        assertEquals("5.1.1", bob.status());
        assertEquals(550, bob.code());
        assertEquals("inner.example.net", bob.server());
        assertEquals(Classification.BAD_MAILBOX, bob.meaning());
        assertTrue(bob.isHard());
        assertEquals(Action.DELAYED, recipients.get(1).action());
        assertEquals(Classification.MAILBOX_FULL, recipients.get(1).meaning());
        assertFalse(recipients.get(1).isHard());
        assertEquals(Action.DELIVERED, recipients.get(2).action());
    }

    @Test
    @Rfc("6533#3c")
    void anInternationalReportHasAddressesOfAllLetters() {
        Arrival arrival = read(report("message/global-delivery-status", """
                        Reporting-MTA: dns; mx.example.net

                        Final-Recipient: utf-8; j\\x{FC}rgen@b\\x{FC}cher.example
                        Action: failed
                        Status: 5.1.1
                        """, "message/global-headers"));
        assertEquals("jürgen@bücher.example", only(arrival).address());
        assertEquals("1@example.org", arrival.original().messageId());
    }

    @Test
    void aServerMayNameTheRecipientInWordsAlone() {
        Arrival arrival = read("""
                From: MAILER-DAEMON@mx.example.net
                To: ann@example.org
                Subject: failure notice

                This is the mail program at mx.example.net. I gave up on these addresses.

                <bob@example.net>:
                192.0.2.7 does not like recipient.
                Remote host said: 550 5.1.1 no such user
                Giving up on 192.0.2.7.

                <cy@example.net>:
                Remote host said: 552 5.2.2 mailbox full

                --- Below this line is a copy of the message.

                Return-Path: <ann@example.org>
                Message-ID: <7@example.org>
                To: bob@example.net
                """);
        assertFalse(arrival.notice().standard());
        assertEquals(
                List.of("bob@example.net", "cy@example.net"),
                arrival.notice().recipients().stream()
                        .map(DeliveryNotice.Recipient::address)
                        .toList());
        assertEquals(
                Classification.BAD_MAILBOX, arrival.notice().recipients().get(0).meaning());
        assertEquals(
                Classification.MAILBOX_FULL,
                arrival.notice().recipients().get(1).meaning());
        assertEquals("7@example.org", arrival.original().messageId());
    }

    @Test
    void aWarningIsNoFailure() {
        DeliveryNotice.Recipient recipient = only(read("""
                From: Mail Delivery System <mailer-daemon@mx.example.net>
                To: ann@example.org
                Subject: Warning: message 1abc delayed 24 hours

                A message that you sent has not yet been delivered to:

                  bob@example.net
                    Delay reason: Connection timed out

                No action is required. Delivery attempts will continue for some time.
                """));
        assertEquals(Action.DELAYED, recipient.action());
        assertEquals(Classification.CONNECTION, recipient.meaning());
        assertFalse(recipient.isHard());
    }

    @Test
    void aNoticeMayNameTheRecipientInItsHeader() {
        DeliveryNotice.Recipient recipient = only(read("""
                From: postmaster@mx.example.net
                To: ann@example.org
                X-Failed-Recipients: bob@example.net
                Subject: Undeliverable

                The recipient name is not recognized: no such user here.
                """));
        assertEquals("bob@example.net", recipient.address());
        assertTrue(recipient.isHard());
    }

    @Test
    void whoIsRefusedAfterTheContentMayWellBeThere() {
        DeliveryNotice.Recipient recipient = only(read("""
                From: MAILER-DAEMON@mx.example.net
                To: ann@example.org
                Subject: Undelivered Mail Returned to Sender

                <bob@example.net>: host mx.example.com[192.0.2.1] said: 550 User unknown (in reply to
                    end of DATA command)
                """));
        assertEquals(Classification.POLICY, recipient.meaning());
        assertFalse(recipient.isHard());
    }

    @Test
    void aReplyBehindDataMayBeThatToTheRecipient() {
        DeliveryNotice.Recipient recipient = only(read("""
                From: Mail Delivery Subsystem <MAILER-DAEMON@mx.example.net>
                To: ann@example.org
                Subject: Returned mail: see transcript for details

                   ----- Transcript of session follows -----
                ... while talking to mx.example.com:
                >>> DATA
                <<< 550 5.1.1 <bob@example.com>... User unknown
                550 5.1.1 <bob@example.com>... User unknown
                <<< 503 5.0.0 Need RCPT (recipient)
                """));
        assertEquals("bob@example.com", recipient.address());
        assertTrue(recipient.isHard());
    }

    @Test
    @Rfc("5965#3.1")
    void aComplaintSaysOfWhichMail() {
        Arrival arrival = read("""
                From: feedback@provider.example
                To: fbl@example.org
                Subject: complaint
                Content-Type: multipart/report; report-type=feedback-report; boundary=r

                --r

                This is a report of abuse.
                --r
                Content-Type: message/feedback-report

                Feedback-Type: abuse
                User-Agent: Loop/1.0
                Version: 1
                Original-Mail-From: <bounces@example.org>
                Original-Rcpt-To: <bob@provider.example>
                Source-IP: 192.0.2.7
                --r
                Content-Type: message/rfc822

                Message-ID: <9@example.org>
                To: bob@provider.example

                --r--
                """);
        assertEquals(Kind.COMPLAINT, arrival.kind());
        assertEquals(
                new Complaint("abuse", "Loop/1.0", List.of("bob@provider.example"), "192.0.2.7"), arrival.complaint());
        assertEquals("9@example.org", arrival.original().messageId());
        assertEquals("bounces@example.org", arrival.original().sender());
    }

    @Test
    @Rfc("8098#3.2")
    void aReceiptSaysWhatWasDone() {
        Arrival arrival = read("""
                From: bob@example.net
                Subject: Read: hello
                Content-Type: multipart/report; report-type=disposition-notification; boundary=r

                --r

                It was read.
                --r
                Content-Type: message/disposition-notification

                Final-Recipient: rfc822;bob@example.net
                Original-Message-ID: <5@example.org>
                Disposition: manual-action/MDN-sent-manually; displayed/error
                --r--
                """);
        assertEquals(Kind.RECEIPT, arrival.kind());
        assertEquals(new Receipt("bob@example.net", "displayed", false), arrival.receipt());
        assertEquals("5@example.org", arrival.original().messageId());
    }

    @ParameterizedTest
    @Rfc("3834#5b")
    @ValueSource(
            strings = {
                "Auto-Submitted: auto-replied (vacation)",
                "X-Autoreply: yes",
                "Precedence: auto_reply",
                "Subject: Out of office: hello",
                "Subject: Automatische Antwort: Hallo"
            })
    void whatNobodyHasWrittenIsAnAutoReply(String field) {
        Arrival arrival = read(
                "From: bob@example.net\nIn-Reply-To: <3@example.org>\n" + field
                        + "\n\nI am away until Monday; the mail could not be delivered to me, write to postmaster@example.net.\n");
        assertEquals(Kind.AUTO_REPLY, arrival.kind());
        assertEquals("3@example.org", arrival.original().messageId());
        assertNull(arrival.notice());
    }

    @ParameterizedTest
    @Rfc({"2919#3", "2369#3"})
    @CsvSource({
        "List-Id: Cats <cats.lists.example.org>, cats.lists.example.org",
        "List-Id: cats.example.org, cats.example.org",
        "List-Unsubscribe: <mailto:off@example.org>, List-Unsubscribe"
    })
    void mailOfAListNamesIt(String field, String list) {
        Arrival arrival =
                read("From: bob@example.net\nSubject: Delivery problems\n" + field + "\n\nHi\n", "l@example.org");
        assertEquals(Kind.LIST, arrival.kind());
        assertEquals(list, arrival.list());
    }

    @Test
    void aPersonWhoWritesOfBouncesIsAPerson() {
        Arrival arrival = read("""
                From: Ann <ann@example.org>
                To: bob@example.net
                Subject: Undeliverable mail

                My mail could not be delivered, it says: 550 5.1.1 User unknown for cy@example.net. Any idea?
                """, "ann@example.org");
        assertEquals(Kind.PLAIN, arrival.kind());
        assertNull(arrival.notice());
        assertEquals(Arrival.Original.UNKNOWN, arrival.original());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<",
                "a@b ",
                "To: ",
                "550 ",
                "-- ",
                "\n \n",
                "Final-Recipient: rfc822;",
                "Received: x\n",
                "&lt;",
                "<<<<"
            })
    void hostileTextTakesNoTime(String piece) {
        String text = piece.repeat(400_000 / piece.length());
        String lines = "From: MAILER-DAEMON@x.example\nSubject: failure notice\n\n" + text;
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertEquals(Kind.DELIVERY_STATUS, read(lines).kind());
            read(report("message/delivery-status", text, "message/rfc822"));
            read("Content-Type: text/html\n" + lines);
        });
    }
}
