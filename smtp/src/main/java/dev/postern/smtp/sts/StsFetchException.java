package dev.postern.smtp.sts;

import dev.postern.smtp.tlsrpt.ResultType;
import java.io.IOException;

/** A policy that could not be fetched; the message names the domain and says why. */
public final class StsFetchException extends IOException {
    private static final long serialVersionUID = 1L;

    private final ResultType type;

    public StsFetchException(ResultType type, String message) {
        super(message);
        this.type = type;
    }

    /** What went wrong, as RFC 8460 §4.3 has it. */
    public ResultType type() {
        return type;
    }
}
