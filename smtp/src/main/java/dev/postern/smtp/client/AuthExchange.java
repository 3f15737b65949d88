package dev.postern.smtp.client;

import dev.postern.smtp.Reply;
import dev.postern.smtp.login.BrokenExchangeException;
import dev.postern.smtp.login.ClientExchange;
import dev.postern.smtp.sasl.Base64Text;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** One AUTH command with the challenges that follow it (RFC 4954 §4). Used on the event loop. */
final class AuthExchange {
    /** With CRLF; AUTH is a command like others (RFC 4954 §4, RFC 5321 §4.5.3.1.4). */
    private static final int LONGEST_COMMAND = 512;

    /** With CRLF (RFC 4954 §4). */
    private static final int LONGEST_RESPONSE = 12_288;

    private static final int CRLF = 2;

    private final ClientSession session;
    private final String command;
    private final String step;
    private final ClientExchange exchange;

    /**
     * What the server said in the end, which is 235 only where the exchange is content too.
     *
     * @param refusal why it refused us, where it said so in a challenge
     */
    record Result(Reply reply, @Nullable String refusal) {}

    /** @param step what is going on, for messages */
    AuthExchange(ClientSession session, String mechanism, String step, ClientExchange exchange) {
        this.session = session;
        this.command = "AUTH " + mechanism;
        this.step = step;
        this.exchange = exchange;
    }

    /** Fails with {@link ClientFailure} where the server broke the mechanism or the connection. */
    CompletableFuture<Result> run() {
        byte[] initial = exchange.initialResponse();
        if (initial == null) {
            return session.say(command).thenCompose(this::next);
        }
        String line = command + " " + (initial.length == 0 ? "=" : base64(initial));
        if (line.length() + CRLF <= LONGEST_COMMAND) {
            return session.say(line).thenCompose(this::next);
        }
        return session.say(command).thenCompose(reply -> reply.code() == 334 ? respond(initial) : next(reply));
    }

    private CompletableFuture<Result> next(Reply reply) {
        if (reply.code() == 334) {
            byte[] challenge = reply.lines().size() == 1 ? Base64Text.decode(reply.text()) : null;
            return challenge == null ? giveUp("a challenge that is not base64", null) : answer(challenge);
        }
        if (reply.code() == 235) {
            try {
                exchange.succeeded();
            } catch (BrokenExchangeException e) {
                return CompletableFuture.failedFuture(broken(e.getMessage(), e));
            }
        }
        return CompletableFuture.completedFuture(new Result(reply, exchange.refusal()));
    }

    // Not on the event loop: SCRAM hashes the password many times.
    private CompletableFuture<Result> answer(byte[] challenge) {
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        return exchange.answer(challenge);
                    } catch (BrokenExchangeException e) {
                        throw new CompletionException(e);
                    }
                })
                .handleAsync(
                        (response, failure) -> failure == null
                                ? respond(response)
                                : giveUp(ClientFailure.unwrapped(failure).getMessage(), failure),
                        session.channel().eventLoop())
                .thenCompose(result -> result);
    }

    private CompletableFuture<Result> respond(byte[] response) {
        String line = base64(response);
        return line.length() + CRLF <= LONGEST_RESPONSE
                ? session.say(line).thenCompose(this::next)
                : giveUp("a response longer than a line may be", null);
    }

    // Whatever the server says to it: the exchange has failed.
    private CompletableFuture<Result> giveUp(@Nullable String reason, @Nullable Throwable cause) {
        return session.say("*").thenCompose(reply -> CompletableFuture.failedFuture(broken(reason, cause)));
    }

    private ClientFailure broken(@Nullable String reason, @Nullable Throwable cause) {
        return ClientFailure.of("4.7.5", step + " was given up: " + reason, cause)
                .ofLogin();
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }
}
