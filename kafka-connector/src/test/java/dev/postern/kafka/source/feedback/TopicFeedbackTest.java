package dev.postern.kafka.source.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.kafka.event.DeliveryEvent;
import dev.postern.kafka.event.EventLog;
import dev.postern.kafka.suppression.Suppression;
import dev.postern.kafka.suppression.SuppressionList;
import dev.postern.mail.Address;
import dev.postern.mail.Message;
import dev.postern.mail.arrival.Arrival;
import dev.postern.mail.arrival.ArrivalReader;
import dev.postern.mail.arrival.SignedReturnPath;
import dev.postern.mail.content.MailOutline;
import dev.postern.mail.mime.ReadLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TopicFeedbackTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final String ID = "01KB2M3N4P5Q6R7S8T9V0W1X2Y";
    private static final SignedReturnPath PATHS = SignedReturnPath.of("k".repeat(32));
    private static final Address SENDER = Address.parse("invoices@example.org");
    private static final String SIGNED = signed(Address.parse("bob@example.net"));

    private final List<DeliveryEvent> events = new ArrayList<>();
    private final Map<String, String> suppressed = new TreeMap<>();
    private CompletionStage<Void> stored = CompletableFuture.completedFuture(null);

    private static String signed(Address... recipients) {
        return PATHS.sign(ID, SENDER, List.of(recipients), NOON).orElseThrow().toString();
    }

    private final class Log implements EventLog {
        @Override
        public boolean isKept() {
            return true;
        }

        @Override
        public CompletionStage<Void> write(List<DeliveryEvent> more) {
            events.addAll(more);
            return stored;
        }

        @Override
        public Optional<Instant> pendingSince() {
            return Optional.empty();
        }

        @Override
        public void flush(Duration most) {}

        @Override
        public void close() {}
    }

    private final class Suppressions implements SuppressionList {
        @Override
        public Optional<Suppression> find(Address address, Instant now) {
            return Optional.empty();
        }

        @Override
        public void addHardBounce(Address address, String reason, Instant now) {
            suppressed.put(address.toString(), "bounce");
        }

        @Override
        public void addComplaint(Address address, Instant now) {
            suppressed.put(address.toString(), "complaint");
        }

        @Override
        public void flush(Duration most) {}

        @Override
        public @Nullable ConnectException failure() {
            return null;
        }

        @Override
        public void close() {}
    }

    private void note(boolean believesAll, String to, String lines) throws IOException {
        byte[] octets = lines.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        Arrival arrival = ArrivalReader.read(MailOutline.of(Message.of(octets), ReadLimits.STANDARD), "");
        try (Feedback feedback = new TopicFeedback(new Log(), new Suppressions(), PATHS, believesAll)) {
            feedback.note(arrival, List.of(to), NOON);
        }
    }

    private static String bounce(String recipient, String status, String messageId) {
        return """
                From: MAILER-DAEMON@mx.example.net
                Subject: Undelivered
                Content-Type: multipart/report; report-type=delivery-status; boundary=r

                --r
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example.net

                Final-Recipient: rfc822;%s
                Action: failed
                Status: %s
                Diagnostic-Code: smtp; %s %s User unknown
                --r
                Content-Type: text/rfc822-headers

                Message-ID: <%s>
                --r--
                """.formatted(recipient, status, status.startsWith("5") ? "550" : "450", status, messageId);
    }

    @Test
    void whatCameBackToASignedPathIsTiedToItsMail() throws Exception {
        note(false, SIGNED, bounce("bob@example.net", "5.1.1", "other@example.org"));
        DeliveryEvent event = events.get(0);
        assertEquals(1, events.size());
        assertEquals(DeliveryEvent.Kind.BOUNCED, event.kind());
        assertEquals(ID, event.mail().id());
        assertEquals(SENDER, event.mail().reversePath());
        assertEquals("signature", event.proof());
        assertEquals("bob@example.net", event.recipient().toString());
        assertEquals(550, event.code());
        assertEquals("mx.example.net", event.peer());
        assertEquals(Map.of("bob@example.net", "bounce"), suppressed);
    }

    @Test
    void whoHasReceivedAMailCanSpeakOfItsRecipientAlone() throws Exception {
        note(false, SIGNED, bounce("boss@example.com", "5.1.1", "1@example.org"));
        assertEquals(1, events.size());
        assertEquals(Map.of(), suppressed);
    }

    @Test
    void ofAMailThatSeveralShareItTellsAndSuppressesNobody() throws Exception {
        String shared = signed(Address.parse("bob@example.net"), Address.parse("boss@example.com"));
        note(false, shared, bounce("boss@example.com", "5.1.1", "1@example.org"));
        assertEquals("signature", events.get(0).proof());
        assertEquals(ID, events.get(0).mail().id());
        assertEquals(Map.of(), suppressed);
    }

    @Test
    void aForgedBounceIsAnEventAndSuppressesNobody() throws Exception {
        int place = SIGNED.indexOf('@') - 1;
        String forged =
                SIGNED.substring(0, place) + (SIGNED.charAt(place) == '1' ? '2' : '1') + SIGNED.substring(place + 1);
        note(false, forged, bounce("bob@example.net", "5.1.1", ID + "@example.org"));
        note(false, "info@example.org", bounce("bob@example.net", "5.1.1", ID + "@example.org"));
        assertEquals(
                List.of("message-id", "message-id"),
                events.stream().map(DeliveryEvent::proof).toList());
        assertEquals(Map.of(), suppressed);
    }

    @Test
    void whoBelievesAllSuppressesAll() throws Exception {
        note(true, "info@example.org", bounce("bob@example.net", "5.1.1", ID + "@example.org"));
        assertEquals(Map.of("bob@example.net", "bounce"), suppressed);
    }

    @Test
    void whatMayPassSuppressesNobody() throws Exception {
        note(false, SIGNED, bounce("bob@example.net", "4.1.1", "1@example.org"));
        assertEquals(1, events.size());
        assertEquals(Map.of(), suppressed);
    }

    @Test
    void aComplaintOfASignedMailIsForGood() throws Exception {
        note(false, "fbl@example.org", """
                From: feedback@provider.example
                Content-Type: multipart/report; report-type=feedback-report; boundary=r

                --r
                Content-Type: message/feedback-report

                Feedback-Type: abuse
                Version: 1
                --r
                Content-Type: message/rfc822

                Return-Path: <%s>
                To: bob@example.net, eve@example.com

                --r--
                """.formatted(SIGNED));
        assertEquals(
                List.of(DeliveryEvent.Kind.COMPLAINED, DeliveryEvent.Kind.COMPLAINED),
                events.stream().map(DeliveryEvent::kind).toList());
        assertEquals(Map.of("bob@example.net", "complaint"), suppressed);
    }

    @Test
    void ofUnknownMailThereIsNoEvent() throws Exception {
        note(true, "info@example.org", """
                From: MAILER-DAEMON@mx.example.net
                Subject: failure notice

                <bob@example.net>:
                550 5.1.1 no such user
                """);
        assertEquals(List.of(), events);
        assertEquals(Map.of(), suppressed);
    }

    @Test
    void whatCanNotBeStoredIsTriedAgain() {
        stored = CompletableFuture.failedFuture(new ConnectException("no broker"));
        assertThrows(IOException.class, () -> note(false, SIGNED, bounce("bob@example.net", "5.1.1", "1@example.org")));
    }
}
