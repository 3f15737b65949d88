package dev.postern.mail;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the sender demands of the servers on the way of a mail.
 *
 * @param requireTls whether each must protect it by TLS, and prove who it is (RFC 8689)
 * @param heldUntil not to be sent on before (RFC 4865), or null
 * @param deliverBy until when it is of use (RFC 2852), or null
 * @param priority from -9, the last, to 9, the first (RFC 6710); 0 where nothing was said
 */
public record Demands(
        boolean requireTls,
        @Nullable Instant heldUntil,
        @Nullable DeliverBy deliverBy,
        int priority) {
    /** Nothing is demanded. */
    public static final Demands NONE = new Demands(false, null, null, 0);

    /** The lowest and the highest priority. */
    public static final int LOWEST_PRIORITY = -9;

    public static final int HIGHEST_PRIORITY = 9;

    /** @throws IllegalArgumentException if the priority is out of range */
    public Demands {
        if (priority < LOWEST_PRIORITY || priority > HIGHEST_PRIORITY) {
            throw new IllegalArgumentException("a priority is from -9 to 9, not " + priority);
        }
    }

    /** These demands, where TLS is required or not. */
    public Demands withRequireTls(boolean value) {
        return new Demands(value, heldUntil, deliverBy, priority);
    }

    /** These demands with a time to hold the mail until. */
    public Demands withHeldUntil(@Nullable Instant value) {
        return new Demands(requireTls, value, deliverBy, priority);
    }

    /** These demands with a time to deliver by. */
    public Demands withDeliverBy(@Nullable DeliverBy value) {
        return new Demands(requireTls, heldUntil, value, priority);
    }

    /** These demands with a priority. */
    public Demands withPriority(int value) {
        return new Demands(requireTls, heldUntil, deliverBy, value);
    }

    /**
     * Until when a mail is of use (RFC 2852 §4).
     *
     * @param time when that ends
     * @param returned whether it is to be returned to its sender then; else its sender is told, and it stays on its way
     * @param traced whether the sender is told of each hop
     */
    public record DeliverBy(Instant time, boolean returned, boolean traced) {
        /** The time, a semicolon, R or N for returned or not, and T where it is traced. */
        @Override
        public String toString() {
            return time + ";" + (returned ? "R" : "N") + (traced ? "T" : "");
        }
    }
}
