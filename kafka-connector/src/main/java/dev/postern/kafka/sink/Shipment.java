package dev.postern.kafka.sink;

import dev.postern.kafka.deferred.DeferredLog;
import dev.postern.kafka.deferred.PendingMail;
import dev.postern.kafka.deferred.Slot;
import dev.postern.kafka.event.DeliveryEvent;
import dev.postern.kafka.idempotency.Claim;
import dev.postern.kafka.suppression.Suppression;
import dev.postern.mail.Address;
import dev.postern.mail.dsn.RecipientReport;
import dev.postern.smtp.delivery.Outcome;
import dev.postern.smtp.delivery.OutcomeReports;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One mail on its way: an attempt to the recipients that are open, and what follows from it, each in the log of events before the next. What is deferred
 * waits in a topic, where there is one, and the shipment ends; else it waits here.
 */
final class Shipment {
    private static final Logger LOG = LoggerFactory.getLogger(Shipment.class);

    private final PendingMail mail;
    private final Shipping shipping;
    private final Intake intake;
    private final long started = System.nanoTime();
    private final List<String> failures = new ArrayList<>();
    private final CompletableFuture<List<String>> result = new CompletableFuture<>();
    private boolean onTheWire;
    private long wentOnTheWire;
    private boolean withdrawn;
    private boolean isLastHere;

    Shipment(PendingMail mail, Shipping shipping, Intake intake) {
        this.mail = mail;
        this.shipping = shipping;
        this.intake = intake;
    }

    /**
     * Starts the attempt, or has the mail wait where it is not due; the result lists why recipients will not get the mail, and is empty if all have got it,
     * it waits elsewhere, or another record asked for it before. Where the mail was {@linkplain #withdraw() withdrawn} it says nothing about them. It fails with a {@link
     * org.apache.kafka.connect.errors.ConnectException} where events or deferred mail can't be kept.
     */
    CompletableFuture<List<String>> send() {
        intake.claim()
                .get()
                .thenAccept(first -> {
                    if (isWithdrawn()) {
                        finish();
                    } else if (first.isPresent()) {
                        repeats(first.get());
                    } else if (intake.isTold()) {
                        settle(OutcomeEvents.accepted(mail), this::begin);
                    } else {
                        begin();
                    }
                })
                .exceptionally(this::fail);
        return result;
    }

    private void begin() {
        Instant now = Instant.now();
        if (now.isAfter(end())) {
            expire(now);
        } else if (mail.due().isAfter(now)) {
            DeferredLog queue = shipping.deferred();
            keep(mail.moved(), queue == null ? null : queue.until(mail.due(), now), isHere -> {
                if (isHere) {
                    awaitHere(mail);
                } else {
                    finish();
                }
            });
        } else {
            attempt(mail);
        }
    }

    private void repeats(Claim first) {
        Instant now = Instant.now();
        String reason = "repeats " + first.record() + ", whose idempotency key it has: not attempted";
        LOG.info("{} {}", mail.name().id(), reason);
        List<DeliveryEvent> events = mail.mail().envelope().recipients().stream()
                .map(recipient -> OutcomeEvents.duplicate(mail.name(), recipient, now, reason))
                .toList();
        settle(events, this::finish);
    }

    /** Whether a server is being told of the mail now, or its answer noted, and that for less than this long. */
    synchronized boolean isOnTheWireFor(Duration most) {
        return onTheWire && System.nanoTime() - wentOnTheWire < most.toNanos();
    }

    /** Begins nothing more; an attempt that is on the wire comes to its end. */
    synchronized void withdraw() {
        withdrawn = true;
    }

    /** {@linkplain #withdraw() Withdraws} the mail, unless it is on the wire: then that attempt is its last here; whether it was withdrawn. */
    synchronized boolean withdrawIfIdle() {
        isLastHere = true;
        withdrawn |= !onTheWire;
        return withdrawn;
    }

    private synchronized boolean isLastHere() {
        return isLastHere;
    }

    private synchronized boolean go() {
        onTheWire = !withdrawn;
        wentOnTheWire = System.nanoTime();
        return onTheWire;
    }

    private synchronized void comesBack() {
        onTheWire = false;
    }

    private synchronized boolean isWithdrawn() {
        return withdrawn;
    }

    /** Behind it no attempt begins. */
    private Instant end() {
        return mail.born().plus(shipping.maxAge());
    }

    private void expire(Instant now) {
        String reason = "older than mail.max.age.ms allows, which is "
                + shipping.maxAge().toMillis() + ": not attempted";
        LOG.warn("{} expired: {}", mail.name().id(), reason);
        List<DeliveryEvent> events = new ArrayList<>();
        List<RecipientReport> reports = new ArrayList<>();
        for (Address recipient : mail.mail().envelope().recipients()) {
            failures.add(recipient + " was not tried: the record is " + reason);
            events.add(OutcomeEvents.tooOld(mail.name(), recipient, now, reason));
            if (mail.attempts() > 0) { // else its offset may have been lost, and the mail delivered long ago
                reports.add(OutcomeReports.tooOld(recipient, reason));
            }
        }
        settle(tellSender(mail, reports, now), events, this::finish);
    }

    /** Attempts a mail, but not for those who get none. */
    private void attempt(PendingMail pending) {
        Instant now = Instant.now();
        List<Address> wanted = new ArrayList<>();
        List<DeliveryEvent> events = new ArrayList<>();
        for (Address recipient : pending.mail().envelope().recipients()) {
            Optional<Suppression> suppression = shipping.suppressions().find(recipient, now);
            if (suppression.isEmpty()) {
                wanted.add(recipient);
            } else {
                String reason = suppression.get().reason();
                LOG.info(
                        "{} is not sent to {}, who is suppressed: {}",
                        pending.name().id(),
                        recipient,
                        reason);
                failures.add(recipient + " is suppressed: " + reason);
                events.add(OutcomeEvents.suppressed(pending.name(), recipient, now, reason));
            }
        }
        if (events.isEmpty()) {
            deliver(pending);
        } else {
            settle(events, wanted.isEmpty() ? this::finish : () -> deliver(pending.with(wanted)));
        }
    }

    private void deliver(PendingMail pending) {
        shipping.deliverer()
                .deliver(pending.mail().envelope(), pending.mail().message(), this::go)
                .exceptionally(bug -> unexpected(pending, bug))
                .thenAccept(outcomes -> settle(pending, outcomes))
                .exceptionally(this::fail);
    }

    /** Where mail can wait, one that meets a bug of ours waits for a better time. */
    private List<Outcome> unexpected(PendingMail pending, Throwable bug) {
        if (shipping.deferred() == null) {
            throw bug instanceof RuntimeException itself ? itself : new CompletionException(bug);
        }
        LOG.error("{} is deferred for an unexpected reason", pending.name().id(), bug);
        return Outcome.ofFault(pending.mail().envelope());
    }

    private void settle(PendingMail pending, List<Outcome> outcomes) {
        Optional<Duration> heldBackFor = heldBackFor(outcomes);
        int attempts = Math.max(1, pending.attempts() + (heldBackFor.isPresent() ? 0 : 1));
        Instant now = Instant.now();
        DeferredLog queue = shipping.deferred();
        @Nullable
        Slot slot = queue == null ? null : queue.behind(attempts, now, now.plus(heldBackFor.orElse(Duration.ZERO)));
        Instant next = slot == null ? now.plus(shipping.backoff().pause(attempts)) : slot.due();
        boolean isLast = next.isAfter(end()) || (slot == null && waitsTooLong(now, next));
        boolean isLate = shipping.notices() != null && shipping.notices().isLate(pending, now);
        Attempt attempt = new Attempt(pending, new Attempt.Times(now, isLast ? null : next, end(), isLate));
        HardBounces bounces = new HardBounces(shipping.suppressions());
        outcomes.forEach(outcome -> {
            attempt.note(outcome);
            bounces.note(outcome, now);
        });
        failures.addAll(attempt.failures());
        if (isWithdrawn()) { // whoever reads the record again tells what becomes of it
            finish();
        } else if (attempt.goesOn()) {
            PendingMail rest = attempt.rest().dueAt(next);
            keep(rest, slot, isHere -> settle(pending, attempt, now, isHere ? () -> awaitHere(rest) : this::finish));
        } else {
            settle(pending, attempt, now, this::finish);
        }
    }

    /** For how long our limits hold back all that is not done; empty where a server had a say. */
    private static Optional<Duration> heldBackFor(List<Outcome> outcomes) {
        Duration longest = Duration.ZERO;
        for (Outcome outcome : outcomes) {
            Duration wait = outcome instanceof Outcome.Deferred later ? later.heldBackFor() : null;
            if (wait == null) {
                return Optional.empty();
            }
            longest = wait.compareTo(longest) > 0 ? wait : longest;
        }
        return Optional.of(longest);
    }

    private void settle(PendingMail pending, Attempt attempt, Instant now, Runnable next) {
        settle(tellSender(pending, attempt.reports(), now), attempt.events(), next);
    }

    /** Stores a mail until it is due, and goes on, told whether it waits here: where there is no slot, or no room in it. */
    private void keep(PendingMail rest, @Nullable Slot slot, Consumer<Boolean> next) {
        DeferredLog queue = shipping.deferred();
        if (queue == null || slot == null) {
            next.accept(true);
            return;
        }
        queue.append(rest, slot)
                .handle((stored, failure) -> {
                    if (failure == null) {
                        return false;
                    }
                    if (failure.getCause() instanceof RecordTooLargeException tooLarge) {
                        LOG.warn(
                                "{} is too large for the topic {}, and waits in memory: raise its max.message.bytes ({})",
                                rest.name().id(),
                                slot.topic(),
                                tooLarge.getMessage());
                        return true;
                    }
                    throw new CompletionException(failure);
                })
                .thenAccept(next)
                .exceptionally(this::fail);
    }

    private void awaitHere(PendingMail rest) {
        comesBack();
        if (isLastHere()) {
            withdraw();
            result.complete(List.of());
            return;
        }
        Callable<Void> next = () -> {
            attempt(rest);
            return null;
        };
        long pause = Math.max(0, Duration.between(Instant.now(), rest.due()).toMillis());
        try {
            shipping.clock().schedule(next, pause, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            LOG.debug("{} stays with Kafka: the task has stopped", rest.name().id());
        }
    }

    private CompletableFuture<Void> tellSender(PendingMail pending, List<RecipientReport> reports, Instant now) {
        Notices notices = shipping.notices();
        return notices == null ? CompletableFuture.completedFuture(null) : notices.send(pending, reports, now);
    }

    /** Nobody is told. */
    private void settle(List<DeliveryEvent> events, Runnable next) {
        settle(CompletableFuture.completedFuture(null), events, next);
    }

    /** Goes on when all is kept, if the mail was not withdrawn. */
    private void settle(CompletableFuture<Void> told, List<DeliveryEvent> events, Runnable next) {
        told.thenCompose(done -> shipping.events().write(events))
                .thenRun(() -> {
                    if (isWithdrawn()) {
                        comesBack();
                        result.complete(List.of());
                    } else {
                        next.run();
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

    private boolean waitsTooLong(Instant now, Instant next) {
        Duration waited = Duration.ofNanos(System.nanoTime() - started);
        return waited.plus(Duration.between(now, next))
                        .compareTo(shipping.backoff().total())
                > 0;
    }

    private void finish() {
        comesBack();
        result.complete(List.copyOf(failures));
    }
}
