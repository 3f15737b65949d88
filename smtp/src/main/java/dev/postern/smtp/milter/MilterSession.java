package dev.postern.smtp.milter;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.mail.ScanResult;
import dev.postern.smtp.Reply;
import dev.postern.smtp.policy.Check;
import dev.postern.smtp.policy.RareOccasion;
import dev.postern.smtp.policy.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One milter during one SMTP session: hears of each step when the client takes it. It is connected to at the first MAIL.
 *
 * <p>What it says of the client stays for the session. All happens on one event loop; what others call only hands a task to it.
 */
final class MilterSession implements Check {
    private static final Logger LOG = LoggerFactory.getLogger(MilterSession.class);
    private static final Reply REJECTED = Reply.of(550, "5.7.1", "Refused by our filter");
    private static final Reply DEFERRED = Reply.of(451, "4.7.1", "Our filter asks you to try again later");
    private static final Reply UNAVAILABLE = Reply.of(451, "4.7.1", "Our filter can't be asked, try again later");

    private final MilterSettings settings;
    private final MilterConnector connector;
    private final EventLoop loop;
    private final Executor blocking;
    private final RareOccasion complaint;
    private final Set<Address> told = new HashSet<>();
    private MailState state = MailState.NONE;
    private @Nullable MilterConnection connection;
    private @Nullable Client greeted;
    private @Nullable Verdict ofClient;
    /** Whether the milter waits for more of the mail. */
    private boolean mailOpen;

    private boolean contentOpen;
    private boolean ended;

    MilterSession(
            MilterSettings settings,
            MilterConnector connector,
            EventLoop loop,
            Executor blocking,
            RareOccasion complaint) {
        this.settings = settings;
        this.connector = connector;
        this.loop = loop;
        this.blocking = blocking;
        this.complaint = complaint;
    }

    /** What has become of the mail. */
    private enum MailState {
        NONE,
        /** Each step is asked. */
        ASKED,
        /** It is taken, whatever follows. */
        ACCEPTED,
        /** It is taken and thrown away, whatever follows. */
        DISCARDED,
        /** The milter failed over it. */
        FAILED
    }

    @Override
    public CompletionStage<Verdict> sender(
            Client client, @Nullable Address reversePath, Map<String, String> parameters) {
        return onLoop(() -> {
            state = MailState.ASKED;
            long end = end();
            if (ofClient != null) {
                return accepted(ofClient);
            }
            return then(greet(client, end), () -> {
                mailOpen = true;
                return ask(
                        Step.MAIL,
                        PacketWriter.macros(Step.MAIL, Macros.ofMail(client, reversePath)),
                        PacketWriter.path(Step.MAIL, reversePath, parameters),
                        end);
            });
        });
    }

    @Override
    public CompletionStage<Verdict> recipient(
            Client client, @Nullable Address reversePath, Address recipient, Map<String, String> parameters) {
        return onLoop(() -> switch (state) {
            case FAILED -> completed(unavailable());
            case ASKED -> askRecipient(recipient, parameters, end());
            case NONE, ACCEPTED, DISCARDED -> completed(Verdict.ACCEPTED);
        });
    }

    @Override
    public CompletionStage<Verdict> content(Envelope envelope, Message message) {
        return onLoop(() -> {
            if (state != MailState.ASKED) {
                return completed(ofContent(Verdict.ACCEPTED));
            }
            contentOpen = true;
            long end = end();
            CompletableFuture<Verdict> told = completed(Verdict.ACCEPTED);
            for (Address recipient : envelope.recipients()) {
                // RFC 5321 §4.5.1: <postmaster> was not asked about, and is not refused
                told = told.thenCompose(
                        before -> then(completed(Verdict.ACCEPTED), () -> askUnlessTold(recipient, end)));
            }
            return told.thenCompose(last -> then(completed(Verdict.ACCEPTED), () -> transfer(envelope, message, end)))
                    .handle((verdict, failure) -> failure == null ? verdict : failed(failure))
                    .thenApply(this::ofContent)
                    .whenComplete((verdict, failure) -> contentEnded());
        });
    }

    @Override
    public void mailEnded() {
        execute(() -> {
            state = MailState.NONE;
            told.clear();
            if (mailOpen && connection != null && !contentOpen) {
                connection.abort();
            }
            mailOpen = false;
        });
    }

    @Override
    public void sessionEnded() {
        execute(() -> {
            ended = true;
            leave();
        });
    }

    private CompletableFuture<Verdict> greet(Client client, long end) {
        return connected(end).thenCompose(ready -> {
            if (greeted == null) {
                return then(
                        ask(
                                Step.CONNECT,
                                PacketWriter.macros(Step.CONNECT, Macros.ofConnect(settings.hostname(), client)),
                                PacketWriter.connect(client),
                                end),
                        () -> hello(client, end));
            }
            boolean same = greeted.helo().equals(client.helo()) && Objects.equals(greeted.tls(), client.tls());
            return same ? completed(Verdict.ACCEPTED) : hello(client, end);
        });
    }

    private CompletableFuture<Verdict> hello(Client client, long end) {
        greeted = client;
        return ask(
                Step.HELO,
                PacketWriter.macros(Step.HELO, Macros.ofHelo(client)),
                PacketWriter.texts(Step.HELO, client.helo()),
                end);
    }

    private CompletableFuture<MilterConnection> connected(long end) {
        if (connection != null && connection.isIdle()) {
            return CompletableFuture.completedFuture(connection);
        }
        connection = null;
        greeted = null;
        return connector.open(loop, end).thenApply(opened -> {
            connection = opened;
            if (ended) {
                opened.quit();
            }
            return opened;
        });
    }

    private CompletableFuture<Verdict> askUnlessTold(Address recipient, long end) {
        return told.contains(recipient) ? completed(Verdict.ACCEPTED) : askRecipient(recipient, Map.of(), end);
    }

    private CompletableFuture<Verdict> askRecipient(Address recipient, Map<String, String> parameters, long end) {
        told.add(recipient);
        return ask(
                Step.RCPT,
                PacketWriter.macros(Step.RCPT, Macros.ofRecipient(recipient)),
                PacketWriter.path(Step.RCPT, recipient, parameters),
                end);
    }

    private CompletableFuture<Verdict> transfer(Envelope envelope, Message message, long end) {
        MilterConnection asked = connection;
        if (asked == null) {
            return CompletableFuture.failedFuture(new MilterException("has been left"));
        }
        ContentTransfer transfer = new ContentTransfer(asked, loop, blocking, envelope, message, end);
        return transfer.run().thenApply(outcome -> {
            mailOpen = !outcome.complete();
            Verdict verdict = verdict(outcome.step(), outcome.answer());
            if (!(verdict instanceof Verdict.Accepted)) {
                return verdict;
            }
            String quarantine = outcome.answer().quarantine();
            List<ScanResult> scans = quarantine == null
                    ? List.of()
                    : List.of(new ScanResult(settings.name(), ScanResult.Outcome.QUARANTINED, null, quarantine));
            return new Verdict.Accepted(scans, outcome.changes());
        });
    }

    private CompletableFuture<Verdict> ask(Step step, ByteBuf macros, ByteBuf packet, long end) {
        MilterConnection asked = connection;
        if (asked == null) {
            macros.release();
            packet.release();
            return CompletableFuture.failedFuture(new MilterException("has been left"));
        }
        return asked.ask(step, macros, packet, end).thenApply(answer -> verdict(step, answer));
    }

    /** What the decision means for this step, and what it leaves for those to come. */
    private Verdict verdict(Step step, Answer answer) {
        Response decision = answer.decision();
        if (decision == Response.Signal.ACCEPT) {
            state = MailState.ACCEPTED;
        } else if (decision == Response.Signal.DISCARD) {
            state = MailState.DISCARDED;
        }
        Verdict verdict = Verdict.ACCEPTED;
        if (decision instanceof Response.Refusal refusal) {
            verdict = new Verdict.Refused(refusal.reply());
        } else if (decision == Response.Signal.REJECT) {
            verdict = new Verdict.Refused(REJECTED);
        } else if (decision == Response.Signal.TEMPFAIL) {
            verdict = new Verdict.Refused(DEFERRED);
        }
        boolean decided = state == MailState.ACCEPTED || verdict instanceof Verdict.Refused;
        if (decided && (step == Step.CONNECT || step == Step.HELO)) {
            ofClient = verdict;
        }
        return verdict;
    }

    private CompletableFuture<Verdict> accepted(Verdict known) {
        state = known instanceof Verdict.Accepted ? MailState.ACCEPTED : state;
        return completed(known);
    }

    /** What is said of the content, after what was said of it or of the steps before. */
    private Verdict ofContent(Verdict verdict) {
        return switch (state) {
            case DISCARDED -> new Verdict.Discarded(settings.name());
            case FAILED ->
                settings.failure() == MilterSettings.OnFailure.ACCEPT
                        ? new Verdict.Accepted(List.of(new ScanResult(
                                settings.name(), ScanResult.Outcome.UNSCANNED, null, "the milter failed")))
                        : new Verdict.Refused(UNAVAILABLE);
            case NONE, ASKED, ACCEPTED -> verdict;
        };
    }

    private Verdict failed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (!(cause instanceof MilterException)) {
            throw failure instanceof RuntimeException known ? known : new CompletionException(failure);
        }
        boolean left = ended || state == MailState.NONE; // the client has gone, and so have we
        if (!left && complaint.isNow(settings.name())) {
            LOG.warn(
                    "The milter {} {}; mail is {}",
                    settings.name(),
                    cause.getMessage(),
                    settings.failure() == MilterSettings.OnFailure.ACCEPT ? "taken unscanned" : "answered with 451");
        }
        state = MailState.FAILED;
        mailOpen = false;
        if (connection != null) {
            connection.close();
            connection = null;
        }
        return unavailable();
    }

    private Verdict unavailable() {
        return settings.failure() == MilterSettings.OnFailure.ACCEPT
                ? Verdict.ACCEPTED
                : new Verdict.Refused(UNAVAILABLE);
    }

    private void contentEnded() {
        contentOpen = false;
        if (ended) {
            leave();
        }
    }

    private void leave() {
        if (connection != null && !contentOpen) {
            connection.quit();
            connection = null;
        }
    }

    private long end() {
        return System.nanoTime() + settings.totalTimeout().toNanos();
    }

    /** The next step, if nothing is decided yet. */
    private CompletableFuture<Verdict> then(
            CompletableFuture<Verdict> before, Supplier<CompletableFuture<Verdict>> next) {
        return before.thenCompose(verdict ->
                verdict instanceof Verdict.Accepted && state == MailState.ASKED ? next.get() : completed(verdict));
    }

    private CompletionStage<Verdict> onLoop(Supplier<CompletableFuture<Verdict>> task) {
        CompletableFuture<Verdict> result = new CompletableFuture<>();
        boolean runs = execute(() -> CompletableFuture.completedFuture(null)
                .thenCompose(start -> task.get())
                .handle((verdict, failure) -> failure == null ? verdict : failed(failure))
                .whenComplete((verdict, failure) -> {
                    if (failure == null) {
                        result.complete(verdict);
                    } else {
                        result.completeExceptionally(failure);
                    }
                }));
        return runs ? result : completed(new Verdict.Refused(UNAVAILABLE));
    }

    /** Whether the task will run: not when the server has stopped, and all connections have ended. */
    private boolean execute(Runnable task) {
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("The milter {} is asked no more: {}", settings.name(), e.toString());
            return false;
        }
    }

    private static CompletableFuture<Verdict> completed(Verdict verdict) {
        return CompletableFuture.completedFuture(verdict);
    }
}
