package dev.postern.mail.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of one question.
 *
 * @param status which of the outcomes it is
 * @param records what was found, in no particular order; empty unless the status is FOUND
 * @param ttl how long this could be kept from when it came, also where nothing was found (RFC 2308); zero: not at all
 * @param authenticated whether all of this is signed and was verified (secure, RFC 4035 §4.3), by somebody who is trusted; false where it is not
 *     signed, or nobody says. What is signed and was found wrong (bogus) is a failure
 * @param detail for the log: why a question failed; else empty
 */
public record Answer<T>(Status status, List<T> records, Duration ttl, boolean authenticated, String detail) {
    /** The outcomes. */
    public enum Status {
        /** There are records. */
        FOUND,
        /** The name exists, but has no record of this type. */
        NO_DATA,
        /** There is no such name; also where the text is none that DNS could hold. */
        NO_SUCH_NAME,
        /** A server failed, refused, spoke nonsense or could not be reached: nothing is known now. */
        FAILED,
        /** No server answered in time: nothing is known now. */
        TIMED_OUT;

        /** Whether the same question may have another outcome soon. */
        public boolean isTemporary() {
            return this == FAILED || this == TIMED_OUT;
        }
    }

    /** @throws IllegalArgumentException if there are records in any other outcome than FOUND, or none in that */
    public Answer {
        records = List.copyOf(records);
        if (records.isEmpty() == (status == Status.FOUND)) {
            throw new IllegalArgumentException(status + " with " + records.size() + " records");
        }
    }

    /** These records, at least one. */
    public static <T> Answer<T> found(List<T> records, Duration ttl, boolean authenticated) {
        return new Answer<>(Status.FOUND, records, ttl, authenticated, "");
    }

    /** The name has no such record. */
    public static <T> Answer<T> noData(Duration ttl, boolean authenticated) {
        return new Answer<>(Status.NO_DATA, List.of(), ttl, authenticated, "");
    }

    /** There is no such name. */
    public static <T> Answer<T> noSuchName(Duration ttl, boolean authenticated) {
        return new Answer<>(Status.NO_SUCH_NAME, List.of(), ttl, authenticated, "");
    }

    /**
     * Nothing is known now, for this reason.
     *
     * @param ttl after what time it is worth to ask again
     */
    public static <T> Answer<T> failed(String detail, Duration ttl) {
        return new Answer<>(Status.FAILED, List.of(), ttl, false, detail);
    }

    /**
     * Nobody answered in time.
     *
     * @param ttl after what time it is worth to ask again
     */
    public static <T> Answer<T> timedOut(String detail, Duration ttl) {
        return new Answer<>(Status.TIMED_OUT, List.of(), ttl, false, detail);
    }

    /** Whether there are records. */
    public boolean isFound() {
        return status == Status.FOUND;
    }

    /** Whether nothing is known now, and the same question may have another outcome soon. */
    public boolean isTemporary() {
        return status.isTemporary();
    }

    /**
     * Joins the answers to two questions about one name: the records of both; where there are none, what can't be known now comes before
     * what is not so.
     */
    Answer<T> or(Answer<T> other) {
        if (isFound() && other.isFound()) {
            List<T> both = new ArrayList<>(records);
            both.addAll(other.records);
            return found(both, shorter(ttl, other.ttl), authenticated && other.authenticated);
        }
        if (isFound() || other.isFound()) {
            return isFound() ? this : other;
        }
        if (isTemporary() || other.isTemporary()) {
            return isTemporary() ? this : other;
        }
        return status == Status.NO_DATA ? this : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
