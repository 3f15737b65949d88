package dev.postern.kafka.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.kafka.deferred.PendingMail;
import dev.postern.kafka.event.DeliveryEvent;
import dev.postern.kafka.record.OutgoingMail;
import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettledTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final Instant LATER = NOON.plusSeconds(1);

    private final Settled settled = new Settled();

    private static PendingMail mail(int attempts, int moves) {
        Envelope envelope = Envelope.of("01M8")
                .recipients(List.of(Address.parse("bob@example.net"), Address.parse("cy@example.net")))
                .build();
        OutgoingMail mail = new OutgoingMail(envelope, Message.of("\r\n".getBytes(UTF_8)));
        return new PendingMail(
                mail, new DeliveryEvent.Mail("01M8", null, "orders", 3, 17), NOON, NOON, attempts, moves, false);
    }

    private String open(PendingMail mail) {
        return settled.open(mail)
                .map(left -> left.mail().envelope().recipients().toString())
                .orElse("nobody");
    }

    @Test
    void anAttemptThatIsOnRecordIsNotMadeAgain() {
        assertEquals("[bob@example.net, cy@example.net]", open(mail(0, 0)));
        settled.add("01M8", "orders-3@17", "1", "bob@example.net", LATER);
        assertEquals("[cy@example.net]", open(mail(0, 0)));
        assertEquals("[bob@example.net, cy@example.net]", open(mail(1, 0)), "of the second nothing is on record");
        settled.add("01M8", "orders-3@17", "1", "cy@example.net", LATER);
        assertEquals("nobody", open(mail(0, 0)));
    }

    @Test
    void aLaterAttemptTellsOfThoseBefore() {
        settled.add("01M8", "orders-3@17", "2", "bob@example.net", LATER); // what waited for it has been deleted
        settled.addWaiting(mail(3, 0), LATER);
        assertEquals("nobody", open(mail(0, 0)));
        assertEquals("nobody", open(mail(2, 0)));
        assertEquals("[bob@example.net, cy@example.net]", open(mail(3, 0)));
    }

    @Test
    void anAttemptWithoutANumberIsPassedOver() {
        for (String attempt : List.of("", "x", "-1", "1/", "99999999999")) {
            settled.add("01M8", "orders-3@17", attempt, "bob@example.net", LATER);
        }
        assertEquals(0, settled.size());
        assertEquals("[bob@example.net, cy@example.net]", open(mail(0, 0)));
    }

    @Test
    void whatExpiredIsNotAttemptedAtAll() {
        settled.add("01M8", "orders-3@17", "0", "bob@example.net", LATER);
        assertEquals("[cy@example.net]", open(mail(5, 0)));
    }

    @Test
    void aMailThatWaitsElsewhereWaitsThereAlone() {
        settled.addWaiting(mail(2, 0), LATER);
        assertEquals("nobody", open(mail(1, 3)), "the second attempt has been made");
        assertEquals("[bob@example.net, cy@example.net]", open(mail(2, 0)), "this is the one that waits");
        settled.addWaiting(mail(2, 1), LATER);
        assertEquals("nobody", open(mail(2, 0)), "it has moved on");
    }

    @Test
    void aNotificationThatBeginsToWaitSettlesNothing() {
        settled.addWaiting(mail(0, 0), LATER);
        assertEquals("[bob@example.net, cy@example.net]", open(mail(0, 0)));
    }

    @Test
    void whatIsOlderThanTheMailIsOfAnotherOne() {
        settled.add("01M8", "orders-3@17", "1", "bob@example.net", NOON.minusMillis(1));
        settled.add("01M8", "orders-3@18", "1", "cy@example.net", LATER);
        assertEquals("[bob@example.net, cy@example.net]", open(mail(0, 0)));
    }
}
