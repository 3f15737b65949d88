package dev.postern.kafka.sink;

import dev.postern.kafka.event.DeliveryEvent;
import dev.postern.kafka.record.OutgoingMail;
import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.smtp.delivery.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One mail on its way: attempt after attempt, each to the recipients that are still open, and each in the log of events before the next. */
final class Shipment {
    private static final Logger LOG = LoggerFactory.getLogger(Shipment.class);

    private final OutgoingMail mail;
    private final Shipping shipping;
    private final DeliveryEvent.Mail name;
    private final long started = System.nanoTime();
    private final Duration left;
    private final List<String> failures = new ArrayList<>();
    private final CompletableFuture<List<String>> result = new CompletableFuture<>();
    private int attempts;
    private boolean onTheWire;
    private long wentOnTheWire;
    private boolean withdrawn;

    /**
     * The shipment of a record.
     *
     * @param record its age is taken from its timestamp; without one it is new
     */
    Shipment(OutgoingMail mail, SinkRecord record, Shipping shipping) {
        this.mail = mail;
        this.shipping = shipping;
        this.name = new DeliveryEvent.Mail(
                mail.envelope().id(),
                mail.envelope().reversePath(),
                record.originalTopic(),
                record.originalKafkaPartition(),
                record.originalKafkaOffset());
        Instant now = Instant.now();
        Instant born = record.timestamp() == null ? now : Instant.ofEpochMilli(record.timestamp());
        this.left = Duration.between(now, born.plus(shipping.maxAge()));
    }

    /**
     * Starts the first attempt; the result lists why recipients did not get the mail, and is empty if all did. Where the mail was
     * {@linkplain #withdraw() withdrawn} it says nothing about them. It fails with a {@link
     * org.apache.kafka.connect.errors.ConnectException} where events can't be kept.
     */
    CompletableFuture<List<String>> send() {
        if (left.isNegative()) {
            expire();
        } else {
            attempt(mail.envelope());
        }
        return result;
    }

    /** Whether a server is being told of the mail now, or its answer noted, and that for less than this long. */
    synchronized boolean isOnTheWireFor(Duration most) {
        return onTheWire && System.nanoTime() - wentOnTheWire < most.toNanos();
    }

    /** Begins nothing more; an attempt that is on the wire comes to its end. */
    synchronized void withdraw() {
        withdrawn = true;
    }

    private synchronized boolean go() {
        onTheWire = !withdrawn;
        wentOnTheWire = System.nanoTime();
        return onTheWire;
    }

    private synchronized boolean comesBack() {
        onTheWire = false;
        return !withdrawn;
    }

    private synchronized boolean isWithdrawn() {
        return withdrawn;
    }

    private void expire() {
        String reason = "older than mail.max.age.ms allows, which is "
                + shipping.maxAge().toMillis() + ": not attempted";
        Instant now = Instant.now();
        LOG.warn("{} expired: {}", name.id(), reason);
        List<DeliveryEvent> events = new ArrayList<>();
        for (Address recipient : mail.envelope().recipients()) {
            failures.add(recipient + " was not tried: the record is " + reason);
            events.add(OutcomeEvents.tooOld(name, recipient, now, reason));
        }
        settle(events, this::end);
    }

    private void attempt(Envelope envelope) {
        attempts++;
        shipping.deliverer()
                .deliver(envelope, mail.message(), this::go)
                .thenAccept(outcomes -> settle(envelope, outcomes))
                .exceptionally(this::fail);
    }

    private void settle(Envelope envelope, List<Outcome> outcomes) {
        Duration pause = shipping.backoff().pause(attempts);
        Instant now = Instant.now();
        @Nullable Instant next = isLast(pause) ? null : now.plus(pause);
        OutcomeEvents attempt = new OutcomeEvents(name, attempts, now);
        List<DeliveryEvent> events = new ArrayList<>(outcomes.size());
        List<Outcome.Deferred> deferred = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Deferred later) {
                deferred.add(later);
                if (isWithdrawn()) {
                    continue; // whoever reads the record again attempts it again
                }
            } else {
                conclude(outcome);
            }
            events.add(attempt.of(outcome, next));
        }
        if (deferred.isEmpty()) {
            settle(events, this::end);
        } else if (next == null) {
            settle(events, () -> giveUp(deferred));
        } else {
            settle(events, () -> retry(envelope, deferred, pause));
        }
    }

    /** Goes on when the events are kept, if the mail was not withdrawn. */
    private void settle(List<DeliveryEvent> events, Runnable next) {
        shipping.events()
                .write(events)
                .thenRun(() -> {
                    if (comesBack()) {
                        next.run();
                    } else {
                        result.complete(List.of());
                    }
                })
                .exceptionally(this::fail);
    }

    private @Nullable Void fail(Throwable cause) {
        comesBack();
        Throwable itself = cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
        result.completeExceptionally(itself);
        return null;
    }

    private boolean isLast(Duration pause) {
        Duration most = left.compareTo(shipping.backoff().total()) < 0
                ? left
                : shipping.backoff().total();
        return Duration.ofNanos(System.nanoTime() - started).plus(pause).compareTo(most) > 0;
    }

    private void conclude(Outcome outcome) {
        if (outcome instanceof Outcome.Delivered delivered) {
            LOG.info(
                    "{} delivered to {} by {}: {}",
                    name.id(),
                    delivered.recipient(),
                    delivered.hop(),
                    delivered.reply());
        } else if (outcome instanceof Outcome.Bounced bounced) {
            LOG.warn("{} bounced for {} by {}: {}", name.id(), bounced.recipient(), bounced.hop(), bounced.reason());
            failures.add(bounced.recipient() + " was refused: " + bounced.reason());
        }
    }

    private void end() {
        result.complete(List.copyOf(failures));
    }

    private void giveUp(List<Outcome.Deferred> deferred) {
        deferred.forEach(later -> failures.add(later.recipient() + " was given up after " + attempts
                + " attempts (retry.for.ms is " + shipping.backoff().total().toMillis() + "): " + later.reason()));
        end();
    }

    private void retry(Envelope envelope, List<Outcome.Deferred> deferred, Duration pause) {
        LOG.info(
                "{} deferred for {} recipients, attempt {} in {} ms: {}",
                name.id(),
                deferred.size(),
                attempts + 1,
                pause.toMillis(),
                deferred.get(0).reason());
        List<Address> open = deferred.stream().map(Outcome.Deferred::recipient).toList();
        Envelope rest = envelope.toBuilder().recipients(open).build();
        Callable<Void> next = () -> {
            attempt(rest);
            return null;
        };
        try {
            shipping.clock().schedule(next, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            LOG.debug("{} stays with Kafka: the task has stopped", name.id());
        }
    }
}
