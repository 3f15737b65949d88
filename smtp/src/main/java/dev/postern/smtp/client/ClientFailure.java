package dev.postern.smtp.client;

import dev.postern.smtp.EnhancedCode;
import dev.postern.smtp.Reply;
import dev.postern.smtp.tlsrpt.ResultType;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A connection or a whole transaction that failed, with the enhanced status code that says why (RFC 3463). */
public final class ClientFailure extends IOException {
    private static final String HELD_BACK = "4.4.5"; // RFC 3463 §3.5: congestion
    private static final String NO_STARTTLS = "4.7.4"; // RFC 3463 §3.8: security features not supported
    private static final String NO_HANDSHAKE = "4.7.5"; // RFC 3463 §3.8: cryptographic failure

    private static final long serialVersionUID = 1L;

    private final transient EnhancedCode status;
    private final transient @Nullable Reply reply;
    private final boolean beforeContent;
    private final Part part;
    private final @Nullable Duration wait;

    /** What failed of a session. */
    public enum Part {
        /** The connection, or the conversation about mail. */
        SESSION,
        /** The connection could not be protected by TLS as was asked for. */
        PROTECTION,
        /** The server, or who gives out tokens, did not take us for whom we say. */
        LOGIN
    }

    private ClientFailure(
            EnhancedCode status,
            @Nullable Reply reply,
            boolean beforeContent,
            Part part,
            @Nullable Duration wait,
            String message,
            @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
        this.reply = reply;
        this.beforeContent = beforeContent;
        this.part = part;
        this.wait = wait;
    }

    static ClientFailure of(String status, String message, @Nullable Throwable cause) {
        return new ClientFailure(EnhancedCode.parse(status), null, false, Part.SESSION, null, message, cause);
    }

    static ClientFailure of(String status, String message) {
        return of(status, message, null);
    }

    /** Our own limits do not let the mail go for so long. */
    static ClientFailure heldBack(Duration wait, String message) {
        return new ClientFailure(EnhancedCode.parse(HELD_BACK), null, false, Part.SESSION, wait, message, null);
    }

    /** The server answered, but not as the session needs it. */
    static ClientFailure refused(String status, String step, Reply reply) {
        return new ClientFailure(
                EnhancedCode.parse(status),
                reply,
                false,
                Part.SESSION,
                null,
                step + " was answered with " + reply,
                null);
    }

    /** This failure, as one to protect the connection. */
    ClientFailure unprotected() {
        return of(Part.PROTECTION);
    }

    /** This failure, as one to log in. */
    ClientFailure ofLogin() {
        return of(Part.LOGIN);
    }

    private ClientFailure of(Part value) {
        return new ClientFailure(status, reply, beforeContent, value, wait, String.valueOf(getMessage()), getCause());
    }

    /** This failure, where it is not had again but remembered. */
    ClientFailure remembered(String message) {
        return new ClientFailure(status, null, true, part, wait, message, this);
    }

    /** The failure itself, where a chain of stages has wrapped it. */
    static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    /** The failure itself, which came before the server could have got any content. */
    static Throwable beforeContent(Throwable failure) {
        Throwable cause = unwrapped(failure);
        return cause instanceof ClientFailure known
                ? new ClientFailure(
                        known.status,
                        known.reply,
                        true,
                        known.part,
                        known.wait,
                        String.valueOf(known.getMessage()),
                        known)
                : cause;
    }

    /** Whether this server, or the way to it, failed before it could have got any content: then another may be asked at once. */
    public boolean isBeforeContent() {
        return beforeContent;
    }

    /** Whether the connection could not be protected by TLS as was asked for. */
    public boolean isUnprotected() {
        return part == Part.PROTECTION;
    }

    /** What failed. */
    public Part part() {
        return part;
    }

    /** What was wrong with the protection, as RFC 8460 §4.3 has it; null where it is about something else. */
    public @Nullable ResultType resultType() {
        if (part == Part.PROTECTION && status.toString().equals(NO_STARTTLS)) {
            return ResultType.STARTTLS_NOT_SUPPORTED;
        }
        return part == Part.PROTECTION || status.toString().equals(NO_HANDSHAKE) ? TlsResult.typeOf(this) : null;
    }

    /** Whether a certificate was not trusted, not valid any more, or does not name the host. */
    public boolean isOfCertificate() {
        return part == Part.PROTECTION && TlsResult.of(this) == TlsResult.CERTIFICATE;
    }

    /** Whether nobody who is trusted vouches for the certificate, or not any more. */
    public boolean isUntrusted() {
        return part == Part.PROTECTION && TlsResult.isOfPath(this);
    }

    /** Why; class 4 where another attempt may succeed, class 5 where none will. */
    public EnhancedCode status() {
        return status;
    }

    /** For how long our own limits do not let the mail go, so that no server was asked; null where it is for another reason. */
    public @Nullable Duration heldBackFor() {
        return wait;
    }

    /** What the server answered, or null where it didn't. */
    public @Nullable Reply reply() {
        return reply;
    }
}
