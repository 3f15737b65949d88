package dev.postern.smtp.auth;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One run of a mechanism: responses in, challenges and the outcome out. */
interface SaslExchange {
    /** The challenge of a mechanism in which the client speaks first (RFC 4422 §3.3). */
    CompletionStage<SaslStep> SPEAK = challenge(new byte[0]);

    /**
     * Takes the client's response; not to be called again before the stage completes, nor after the outcome.
     *
     * @param response null at the start where there is no initial response; it is wiped by the caller when the method returns
     */
    CompletionStage<SaslStep> next(byte @Nullable [] response);

    /** Whom the client says it is, or null as long as it has not said it in a form that a name has. */
    @Nullable
    String user();

    static CompletionStage<SaslStep> challenge(byte[] octets) {
        return CompletableFuture.completedFuture(new SaslStep.Challenge(octets));
    }

    static CompletionStage<SaslStep> failed(SaslStep.Failure failure, String reason) {
        return CompletableFuture.completedFuture(new SaslStep.Failed(failure, reason));
    }

    static CompletionStage<SaslStep> malformed(String reason) {
        return failed(SaslStep.Failure.MALFORMED, reason);
    }

    static CompletionStage<SaslStep> refused(String reason) {
        return failed(SaslStep.Failure.REFUSED, reason);
    }

    /** The step that follows a judgement; a failure is not to be told now. */
    static SaslStep outcome(AuthResult result) {
        if (result instanceof AuthResult.Authenticated authenticated) {
            return new SaslStep.Accepted(authenticated.identity());
        }
        if (result instanceof AuthResult.Refused refused) {
            return new SaslStep.Failed(SaslStep.Failure.REFUSED, refused.reason());
        }
        return new SaslStep.Failed(SaslStep.Failure.UNAVAILABLE, ((AuthResult.Unavailable) result).reason());
    }
}
