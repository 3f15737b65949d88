package dev.postern.smtp.client;

import dev.postern.smtp.tlsrpt.ResultType;
import org.jspecify.annotations.Nullable;

/** What is wrong with the certificate of a server that may have any. Written in the handshake, read behind it. */
final class PeerFinding {
    private volatile @Nullable ResultType fault;

    void found(ResultType type) {
        fault = type;
    }

    /** Null where nothing is wrong with it, or nobody has looked. */
    @Nullable
    ResultType fault() {
        return fault;
    }
}
