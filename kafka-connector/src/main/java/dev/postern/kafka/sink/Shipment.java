package dev.postern.kafka.sink;

import dev.postern.kafka.record.OutgoingMail;
import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.smtp.delivery.Deliverer;
import dev.postern.smtp.delivery.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One mail on its way: attempt after attempt, each to the recipients that are still open. */
final class Shipment {
    private static final Logger LOG = LoggerFactory.getLogger(Shipment.class);

    private final OutgoingMail mail;
    private final Deliverer deliverer;
    private final Backoff backoff;
    private final ScheduledExecutorService clock;
    private final long started = System.nanoTime();
    private final List<String> failures = new ArrayList<>();
    private final CompletableFuture<List<String>> result = new CompletableFuture<>();
    private int attempts;
    private boolean onTheWire;
    private long wentOnTheWire;
    private boolean withdrawn;

    Shipment(OutgoingMail mail, Deliverer deliverer, Backoff backoff, ScheduledExecutorService clock) {
        this.mail = mail;
        this.deliverer = deliverer;
        this.backoff = backoff;
        this.clock = clock;
    }

    /**
     * Starts the first attempt; the result lists why recipients did not get the mail, and is empty if all did. Where the mail was
     * {@linkplain #withdraw() withdrawn} it says nothing about them.
     */
    CompletableFuture<List<String>> send() {
        attempt(mail.envelope());
        return result;
    }

    /** Whether a server is being told of the mail now, and that for less than this long. */
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

    private void attempt(Envelope envelope) {
        attempts++;
        deliverer.deliver(envelope, mail.message(), this::go).whenComplete((outcomes, bug) -> {
            if (!comesBack()) {
                result.complete(List.of());
                return;
            }
            if (bug != null) {
                result.completeExceptionally(bug);
            } else {
                settle(envelope, outcomes);
            }
        });
    }

    private void settle(Envelope envelope, List<Outcome> outcomes) {
        List<Outcome.Deferred> deferred = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Delivered delivered) {
                LOG.info(
                        "{} delivered to {} by {}: {}",
                        envelope.id(),
                        delivered.recipient(),
                        delivered.hop(),
                        delivered.reply());
            } else if (outcome instanceof Outcome.Bounced bounced) {
                LOG.warn(
                        "{} bounced for {} by {}: {}",
                        envelope.id(),
                        bounced.recipient(),
                        bounced.hop(),
                        bounced.reason());
                failures.add(bounced.recipient() + " was refused: " + bounced.reason());
            } else if (outcome instanceof Outcome.Deferred later) {
                deferred.add(later);
            }
        }
        if (deferred.isEmpty()) {
            result.complete(List.copyOf(failures));
        } else {
            retry(envelope, deferred);
        }
    }

    private void retry(Envelope envelope, List<Outcome.Deferred> deferred) {
        Duration pause = backoff.pause(attempts);
        long age = System.nanoTime() - started;
        if (age + pause.toNanos() > backoff.total().toNanos()) {
            deferred.forEach(later -> failures.add(later.recipient() + " was given up after " + attempts
                    + " attempts (retry.for.ms is " + backoff.total().toMillis() + "): " + later.reason()));
            result.complete(List.copyOf(failures));
            return;
        }
        LOG.info(
                "{} deferred for {} recipients, attempt {} in {} ms: {}",
                envelope.id(),
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
            clock.schedule(next, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            LOG.debug("{} stays with Kafka: the task has stopped", envelope.id());
        }
    }
}
