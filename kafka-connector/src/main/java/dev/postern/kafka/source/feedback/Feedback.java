package dev.postern.kafka.source.feedback;

import dev.postern.mail.arrival.Arrival;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;

/** Hears what others say of mail that we have sent. Used by several threads at the same time, which it lets wait for the broker. */
public interface Feedback extends AutoCloseable {
    /**
     * Takes note of a notification, for good when this returns; of other mail nothing. The same again is no harm.
     *
     * @param arrivedAt the addresses that it came to
     * @throws IOException if it could not be stored in time; it may be tried again
     * @throws ConnectException if it never will be
     */
    void note(Arrival arrival, List<String> arrivedAt, Instant now) throws IOException;

    /** Whether it hears at all. */
    default boolean isKept() {
        return true;
    }

    @Override
    void close();

    /** Hears nothing. */
    Feedback NONE = new Feedback() {
        @Override
        public void note(Arrival arrival, List<String> arrivedAt, Instant now) {}

        @Override
        public boolean isKept() {
            return false;
        }

        @Override
        public void close() {}
    };
}
