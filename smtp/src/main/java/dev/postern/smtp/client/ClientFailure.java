package dev.postern.smtp.client;

import dev.postern.smtp.EnhancedCode;
import dev.postern.smtp.Reply;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A connection or a whole transaction that failed, with the enhanced status code that says why (RFC 3463). */
public final class ClientFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient EnhancedCode status;
    private final transient @Nullable Reply reply;

    private ClientFailure(EnhancedCode status, @Nullable Reply reply, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
        this.reply = reply;
    }

    static ClientFailure of(String status, String message, @Nullable Throwable cause) {
        return new ClientFailure(EnhancedCode.parse(status), null, message, cause);
    }

    static ClientFailure of(String status, String message) {
        return of(status, message, null);
    }

    /** The server answered, but not as the session needs it. */
    static ClientFailure refused(String status, String step, Reply reply) {
        return new ClientFailure(EnhancedCode.parse(status), reply, step + " was answered with " + reply, null);
    }

    /** The failure itself, where a chain of stages has wrapped it. */
    static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    /** Why; class 4 where another attempt may succeed, class 5 where none will. */
    public EnhancedCode status() {
        return status;
    }

    /** What the server answered, or null where it didn't. */
    public @Nullable Reply reply() {
        return reply;
    }
}
