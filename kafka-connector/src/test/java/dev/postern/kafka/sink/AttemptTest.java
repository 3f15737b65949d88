package dev.postern.kafka.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.kafka.deferred.PendingMail;
import dev.postern.kafka.event.DeliveryEvent;
import dev.postern.kafka.record.OutgoingMail;
import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.mail.dsn.Action;
import dev.postern.mail.dsn.RecipientReport;
import dev.postern.smtp.EnhancedCode;
import dev.postern.smtp.Reply;
import dev.postern.smtp.delivery.Hop;
import dev.postern.smtp.delivery.Outcome;
import dev.postern.testkit.Rfc;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AttemptTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final Address BOB = Address.parse("bob@example.net");
    private static final Envelope ENVELOPE = Envelope.of("ID")
            .reversePath(Address.parse("ann@example.org"))
            .recipient(BOB)
            .build();

    private static Hop hop(boolean dsn) {
        return new Hop("mx.example.net[192.0.2.1]:25", true, null, dsn, null);
    }

    private static Outcome delivered(boolean dsn) {
        return new Outcome.Delivered(BOB, Reply.of(250, "2.6.0", "Queued"), hop(dsn));
    }

    private static Outcome deferred() {
        return new Outcome.Deferred(BOB, EnhancedCode.parse("4.3.2"), null, "busy", hop(false));
    }

    private static List<RecipientReport> reports(Outcome outcome, @Nullable Instant next, boolean isLate) {
        DeliveryEvent.Mail name = new DeliveryEvent.Mail("ID", ENVELOPE.reversePath(), "orders", 0, 17);
        OutgoingMail mail = new OutgoingMail(ENVELOPE, Message.of(new byte[0]));
        PendingMail pending = new PendingMail(mail, name, NOON, NOON, 0, 0, false);
        Attempt attempt = new Attempt(pending, new Attempt.Times(NOON, next, NOON.plusSeconds(600), isLate));
        attempt.note(outcome);
        return attempt.reports();
    }

    private static PendingMail rest(@Nullable Duration heldBackFor) {
        DeliveryEvent.Mail name = new DeliveryEvent.Mail("ID", ENVELOPE.reversePath(), "orders", 0, 17);
        PendingMail pending =
                new PendingMail(new OutgoingMail(ENVELOPE, Message.of(new byte[0])), name, NOON, NOON, 2, 1, false);
        Attempt attempt =
                new Attempt(pending, new Attempt.Times(NOON, NOON.plusSeconds(60), NOON.plusSeconds(600), false));
        attempt.note(new Outcome.Deferred(BOB, EnhancedCode.parse("4.4.5"), null, "later", hop(false), heldBackFor));
        return attempt.rest();
    }

    @Test
    void whatOurOwnLimitsHoldBackWasNotAttempted() {
        PendingMail heldBack = rest(Duration.ofSeconds(6));
        assertEquals(2, heldBack.attempts());
        assertEquals(2, heldBack.moves());
        assertEquals(3, rest(null).attempts(), "a server may say 4.4.5 as well");
        assertEquals(0, rest(null).moves());
    }

    private static Action action(List<RecipientReport> reports) {
        assertEquals(1, reports.size());
        return reports.get(0).action();
    }

    @Test
    @Rfc("3461#5.2.2b")
    void whatAServerTookThatTellsNothingWasPassedOn() {
        List<RecipientReport> reports = reports(delivered(false), null, false);
        assertEquals(Action.RELAYED, action(reports));
        assertEquals("2.6.0", reports.get(0).status());
        assertEquals("250 2.6.0 Queued", reports.get(0).diagnostic());
        assertEquals("mx.example.net[192.0.2.1]:25", reports.get(0).remoteMta());
    }

    @Test
    @Rfc("3461#5.2.1b")
    void ofWhatAServerTookThatTellsItselfWeTellNothing() {
        assertEquals(List.of(), reports(delivered(true), null, false));
    }

    @Test
    void aDelayIsToldOnceItIsOneAndAnEndAlways() {
        assertEquals(List.of(), reports(deferred(), NOON.plusSeconds(60), false));
        assertEquals(Action.DELAYED, action(reports(deferred(), NOON.plusSeconds(60), true)));
        assertEquals(Action.FAILED, action(reports(deferred(), null, false)));
    }
}
