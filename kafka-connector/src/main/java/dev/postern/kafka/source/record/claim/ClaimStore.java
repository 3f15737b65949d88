package dev.postern.kafka.source.record.claim;

import java.io.IOException;

/** Keeps what is too large for records. Used by several threads at the same time, which it lets wait. */
public interface ClaimStore {
    /**
     * Keeps these octets; they outlive a loss of power when this returns. What had this name is replaced, in one step: the same mail read
     * again has the same names.
     *
     * @throws IOException if that can't be; the message says why. It may be tried again
     */
    Claim put(ClaimName name, ClaimContent content) throws IOException;
}
