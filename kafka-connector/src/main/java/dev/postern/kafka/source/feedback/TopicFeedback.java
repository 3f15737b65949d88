package dev.postern.kafka.source.feedback;

import dev.postern.kafka.event.DeliveryEvent;
import dev.postern.kafka.event.EventLog;
import dev.postern.kafka.suppression.SuppressionList;
import dev.postern.mail.Address;
import dev.postern.mail.MalformedAddressException;
import dev.postern.mail.arrival.Arrival;
import dev.postern.mail.arrival.DeliveryNotice;
import dev.postern.mail.arrival.SignedReturnPath;
import dev.postern.mail.dsn.Action;
import dev.postern.mail.dsn.Classification;
import dev.postern.smtp.EnhancedCode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Writes what is heard into the sink's topics. */
final class TopicFeedback implements Feedback {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Set<Classification> NO_MAILBOX =
            Set.of(Classification.BAD_MAILBOX, Classification.MAILBOX_DISABLED);

    private final EventLog events;
    private final SuppressionList suppressions;
    private final @Nullable SignedReturnPath paths;
    private final boolean believesAll;

    /**
     * Closes both with itself.
     *
     * @param believesAll whether an address is suppressed also where nothing proves that the mail was ours
     */
    TopicFeedback(
            EventLog events, SuppressionList suppressions, @Nullable SignedReturnPath paths, boolean believesAll) {
        this.events = events;
        this.suppressions = suppressions;
        this.paths = paths;
        this.believesAll = believesAll;
    }

    @Override
    public void note(Arrival arrival, List<String> arrivedAt, Instant now) throws IOException {
        if (arrival.notice() == null && arrival.complaint() == null) {
            return;
        }
        ConnectException failure = suppressions.failure();
        if (failure != null) {
            throw failure;
        }
        Optional<Tie> tie = Tie.of(paths, arrivedAt.stream(), arrival, now);
        if (tie.isPresent()) {
            List<DeliveryEvent> told = arrival.notice() == null
                    ? complaints(tie.get(), arrival, now)
                    : notices(tie.get(), arrival.notice(), arrival, now);
            await(told);
        }
    }

    private List<DeliveryEvent> notices(Tie tie, DeliveryNotice notice, Arrival arrival, Instant now) {
        List<DeliveryEvent> told = new ArrayList<>();
        for (DeliveryNotice.Recipient recipient : notice.recipients()) {
            boolean proved = tie.proves(recipient.original()) || tie.proves(recipient.address());
            String sentTo = tie.proves(recipient.original()) ? recipient.original() : recipient.address();
            Address address = address(sentTo);
            if (address == null) {
                continue;
            }
            told.add(event(tie, notice, recipient, address, arrival, now));
            if ((proved || believesAll) && isForGood(recipient)) {
                suppressions.addHardBounce(address, recipient.text(), now);
            }
        }
        return told;
    }

    private static boolean isForGood(DeliveryNotice.Recipient recipient) {
        boolean temporary = recipient.code() / 100 == 4
                || (recipient.status() != null && recipient.status().startsWith("4"));
        return recipient.action() == Action.FAILED && !temporary && NO_MAILBOX.contains(recipient.meaning());
    }

    private List<DeliveryEvent> complaints(Tie tie, Arrival arrival, Instant now) {
        List<String> named =
                new ArrayList<>(Objects.requireNonNull(arrival.complaint()).recipients());
        if (named.isEmpty()) {
            named.addAll(arrival.original().recipients()); // many providers leave it out
        }
        List<DeliveryEvent> told = new ArrayList<>();
        for (String recipient : named) {
            Address address = address(recipient);
            if (address == null) {
                continue;
            }
            told.add(new DeliveryEvent(
                    DeliveryEvent.Kind.COMPLAINED,
                    now,
                    mail(tie, arrival),
                    address,
                    0,
                    null,
                    null,
                    null,
                    null,
                    EnhancedCode.parse("5.7.0"),
                    null,
                    arrival.complaint().type(),
                    null,
                    tie.proof()));
            if (tie.proves(recipient) || believesAll) {
                suppressions.addComplaint(address, now);
            }
        }
        return told;
    }

    private static DeliveryEvent event(
            Tie tie,
            DeliveryNotice notice,
            DeliveryNotice.Recipient recipient,
            Address address,
            Arrival arrival,
            Instant now) {
        boolean failure = recipient.action() == Action.FAILED || recipient.action() == Action.DELAYED;
        return new DeliveryEvent(
                kind(recipient),
                now,
                mail(tie, arrival),
                address,
                0,
                recipient.server() == null ? notice.reporter() : recipient.server(),
                null,
                null,
                recipient.code() == 0 ? null : recipient.code(),
                status(recipient),
                failure ? recipient.meaning() : null,
                recipient.text(),
                null,
                tie.proof());
    }

    private static DeliveryEvent.Kind kind(DeliveryNotice.Recipient recipient) {
        return switch (recipient.action()) {
            case FAILED ->
                recipient.meaning() == Classification.EXPIRED ? DeliveryEvent.Kind.EXPIRED : DeliveryEvent.Kind.BOUNCED;
            case DELAYED -> DeliveryEvent.Kind.DEFERRED;
            default -> DeliveryEvent.Kind.DELIVERED;
        };
    }

    private static EnhancedCode status(DeliveryNotice.Recipient recipient) {
        if (recipient.status() != null) {
            return EnhancedCode.parse(recipient.status());
        }
        return EnhancedCode.parse(
                switch (recipient.action()) {
                    case FAILED -> "5.0.0";
                    case DELAYED -> "4.0.0";
                    default -> "2.0.0";
                });
    }

    /** No record of a topic asked for it, as far as we know here. */
    private static DeliveryEvent.Mail mail(Tie tie, Arrival arrival) {
        Address sender = tie.sender() == null ? address(arrival.original().sender()) : tie.sender();
        return new DeliveryEvent.Mail(tie.mail(), sender, "", -1, -1);
    }

    private static @Nullable Address address(@Nullable String text) {
        try {
            return text == null ? null : Address.parse(text);
        } catch (MalformedAddressException e) {
            return null;
        }
    }

    private void await(List<DeliveryEvent> told) throws IOException {
        try {
            events.write(told).toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            suppressions.flush(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the task is stopping", e);
        } catch (TimeoutException | ConnectException e) {
            throw new IOException("what a notification says was not stored within " + PATIENCE.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException("the events of a notification could not be stored: " + e.getCause(), e);
        }
    }

    @Override
    public void close() {
        events.close();
        suppressions.close();
    }
}
