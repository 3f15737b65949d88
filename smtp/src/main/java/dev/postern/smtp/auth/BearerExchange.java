package dev.postern.smtp.auth;

import dev.postern.smtp.sasl.SaslText;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * OAUTHBEARER (RFC 7628) and XOAUTH2, its forerunner at Google: a token in the client's only message.
 *
 * <p>A token that is refused is answered by a challenge that says why, then the client sends a message without meaning, then the
 * exchange fails (RFC 7628 §3.2.2).
 */
final class BearerExchange implements SaslExchange {
    private static final byte[] INVALID_TOKEN =
            "{\"status\":\"invalid_token\",\"schemes\":\"bearer\"}".getBytes(StandardCharsets.US_ASCII);

    private final Authenticator authenticator;
    private final Format format;
    private @Nullable String user;
    private @Nullable String refusal;

    /** Reads the message of one of the two mechanisms. */
    @FunctionalInterface
    interface Format {
        /** What the message says, or null if it is malformed. */
        Credentials.@Nullable BearerToken parse(String message);
    }

    BearerExchange(Authenticator authenticator, Format format) {
        this.authenticator = authenticator;
        this.format = format;
    }

    @Override
    public @Nullable String user() {
        return user;
    }

    @Override
    public CompletionStage<SaslStep> next(byte @Nullable [] response) {
        if (refusal != null) {
            return SaslExchange.refused(refusal);
        }
        if (response == null) {
            return SPEAK;
        }
        String message = SaslText.utf8(response);
        Credentials.BearerToken token = message == null ? null : format.parse(message);
        if (token == null) {
            return SaslExchange.malformed("not a message with a bearer token");
        }
        user = token.user();
        return authenticator.authenticate(token).thenApply(this::outcome);
    }

    private SaslStep outcome(AuthResult result) {
        if (result instanceof AuthResult.Refused refused) {
            refusal = refused.reason();
            return new SaslStep.Challenge(INVALID_TOKEN);
        }
        return SaslExchange.outcome(result);
    }
}
