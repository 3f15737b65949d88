package dev.postern.smtp.auth;

import dev.postern.smtp.sasl.Base64Text;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One AUTH from its command to its end, in the lines of SMTP (RFC 4954 §4): base64, {@code =} for nothing, {@code *} to give up. */
public final class SaslDialogue {
    /** The most octets of a line with its CRLF, of AUTH as of a response (RFC 4954 §4, §4.1). */
    public static final int MAX_LINE = 12_288;

    private final SaslExchange exchange;

    SaslDialogue(SaslExchange exchange) {
        this.exchange = exchange;
    }

    /**
     * Begins.
     *
     * @param initialResponse what stands behind the mechanism's name, or null
     */
    public CompletionStage<SaslStep> begin(@Nullable String initialResponse) {
        if (initialResponse == null) {
            return guarded(null);
        }
        return initialResponse.equals("=") ? guarded(new byte[0]) : decoded(initialResponse);
    }

    /** Takes the line with which the client answers a challenge, without its CRLF. */
    public CompletionStage<SaslStep> answer(String line) {
        return line.equals("*")
                ? SaslExchange.failed(SaslStep.Failure.CANCELLED, "given up by the client")
                : decoded(line);
    }

    /** Whom the client says it is, prepared by SASLprep, or null as long as it has not said it. */
    public @Nullable String user() {
        return exchange.user();
    }

    private CompletionStage<SaslStep> decoded(String text) {
        byte[] response = text.length() > MAX_LINE ? null : Base64Text.decode(text);
        if (response == null) {
            return SaslExchange.failed(SaslStep.Failure.NOT_BASE64, "not base64");
        }
        try {
            return guarded(response);
        } finally {
            Arrays.fill(response, (byte) 0);
        }
    }

    // An authenticator's bug or lost database must not end the session without a reply.
    private CompletionStage<SaslStep> guarded(byte @Nullable [] response) {
        CompletionStage<SaslStep> step;
        try {
            step = exchange.next(response);
        } catch (RuntimeException e) {
            return SaslExchange.failed(SaslStep.Failure.UNAVAILABLE, e.toString());
        }
        return step.exceptionally(failure -> new SaslStep.Failed(SaslStep.Failure.UNAVAILABLE, failure.toString()));
    }
}
