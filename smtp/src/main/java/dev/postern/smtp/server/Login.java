package dev.postern.smtp.server;

import dev.postern.smtp.Command;
import dev.postern.smtp.Reply;
import dev.postern.smtp.auth.SaslDialogue;
import dev.postern.smtp.auth.SaslMechanism;
import dev.postern.smtp.auth.SaslStep;
import dev.postern.smtp.sasl.ChannelBindings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** AUTH on one connection: its command and the responses in, replies out (RFC 4954 §4, §6). */
final class Login {
    private static final Logger LOG = LoggerFactory.getLogger(Login.class);
    private static final Reply OK = Reply.of(235, "2.7.0", "Authentication succeeded");
    private static final Reply NEEDS_TLS = Reply.of(538, "5.7.11", "Say STARTTLS first: AUTH needs encryption");
    private static final Reply NOT_OFFERED = Reply.of(504, "5.5.4", "This mechanism is not offered");
    private static final Reply CANCELLED = Reply.of(501, "5.7.0", "Authentication cancelled");
    private static final Reply NOT_BASE64 = Reply.of(501, "5.5.2", "That is not base64");
    private static final Reply MALFORMED = Reply.of(501, "5.5.2", "That is no message of this mechanism");
    private static final Reply REFUSED = Reply.of(535, "5.7.8", "Authentication credentials invalid");
    private static final Reply UNAVAILABLE =
            Reply.of(454, "4.7.0", "Credentials can't be checked now, try again later");
    private static final Reply TOO_MANY =
            Reply.of(421, "4.7.0", "Too many failed logins from your address, try again later; closing");

    private final ServerAuth auth;
    private final InetSocketAddress remote;
    private final Timer timer;
    private boolean tls;
    private ChannelBindings bindings = ChannelBindings.NONE;
    private @Nullable SaslDialogue dialogue;

    Login(ServerAuth auth, InetSocketAddress remote, Timer timer) {
        this.auth = auth;
        this.remote = remote;
        this.timer = timer;
    }

    /** Runs something later. */
    @FunctionalInterface
    interface Timer {
        void schedule(Runnable task, Duration delay);
    }

    /**
     * What comes of a command or response.
     *
     * @param next the phase behind the reply
     * @param user whom the client has authenticated as, or null
     */
    record Outcome(Reply reply, Phase next, @Nullable String user) {}

    /** The connection is under TLS from here on. */
    void bindTo(ChannelBindings value) {
        tls = true;
        bindings = value;
    }

    /** The line for EHLO, or null where AUTH is not offered. */
    @Nullable
    String offer() {
        List<SaslMechanism> offered = auth.mechanisms().offered(bindings);
        return offered.isEmpty() || !mayLogIn()
                ? null
                : offered.stream().map(SaslMechanism::keyword).collect(Collectors.joining(" ", "AUTH ", ""));
    }

    /** Takes the command. */
    CompletionStage<Outcome> begin(Command.Auth command) {
        if (!mayLogIn()) {
            return now(new Outcome(NEEDS_TLS, Phase.GREETED, null));
        }
        SaslMechanism mechanism = SaslMechanism.named(command.mechanism());
        if (mechanism == null || !auth.mechanisms().isOffered(mechanism, bindings)) {
            return now(new Outcome(NOT_OFFERED, Phase.GREETED, null));
        }
        if (!auth.throttle().refusal(remote.getAddress()).isZero()) {
            LOG.info("AUTH from {} refused: too many have failed", remote);
            return now(new Outcome(TOO_MANY, Phase.CLOSED, null));
        }
        SaslDialogue begun = auth.mechanisms().begin(mechanism, bindings);
        dialogue = begun;
        return replied(begun, begun.begin(command.initialResponse()));
    }

    /** Takes the answer to a challenge. */
    CompletionStage<Outcome> answer(String line) {
        SaslDialogue open = dialogue;
        if (open == null) {
            throw new IllegalStateException("no AUTH is under way");
        }
        return replied(open, open.answer(line));
    }

    private boolean mayLogIn() {
        return tls || auth.plaintext();
    }

    private CompletionStage<Outcome> replied(SaslDialogue open, CompletionStage<SaslStep> step) {
        return step.thenCompose(result -> {
            Duration delay = auth.throttle().delay(remote.getAddress(), open.user());
            Outcome outcome = outcome(open, result);
            return delay.isZero() ? now(outcome) : later(outcome, delay);
        });
    }

    private Outcome outcome(SaslDialogue open, SaslStep step) {
        if (step instanceof SaslStep.Challenge challenge) {
            return new Outcome(Reply.of(334, challenge.text()), Phase.AUTHENTICATING, null);
        }
        if (step instanceof SaslStep.Accepted accepted) {
            LOG.info("{} authenticated as {}", remote, accepted.identity());
            String user = open.user();
            auth.throttle().succeeded(remote.getAddress(), user == null ? accepted.identity() : user);
            return new Outcome(OK, Phase.GREETED, accepted.identity());
        }
        SaslStep.Failed failed = (SaslStep.Failed) step;
        LOG.info("AUTH from {} failed: {}", remote, failed.reason()); // no name: people type their password for it
        if (failed.failure() == SaslStep.Failure.REFUSED) {
            auth.throttle().failed(remote.getAddress(), open.user());
        }
        return new Outcome(reply(failed.failure()), Phase.GREETED, null);
    }

    private static Reply reply(SaslStep.Failure failure) {
        return switch (failure) {
            case CANCELLED -> CANCELLED;
            case NOT_BASE64 -> NOT_BASE64;
            case MALFORMED -> MALFORMED;
            case REFUSED -> REFUSED;
            case UNAVAILABLE -> UNAVAILABLE;
        };
    }

    private CompletionStage<Outcome> later(Outcome outcome, Duration delay) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        timer.schedule(() -> answer.complete(outcome), delay);
        return answer;
    }

    private static CompletionStage<Outcome> now(Outcome outcome) {
        return CompletableFuture.completedFuture(outcome);
    }
}
