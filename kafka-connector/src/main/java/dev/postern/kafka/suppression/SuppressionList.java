package dev.postern.kafka.suppression;

import dev.postern.mail.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Which addresses get no mail. Used by several threads at the same time. */
public interface SuppressionList extends AutoCloseable {
    /** Why this address gets no mail now, or empty where it does. */
    Optional<Suppression> find(Address address, Instant now);

    /** Takes note of an address that turned out to be none; does not block. */
    void addHardBounce(Address address, String reason, Instant now);

    /** Takes note of somebody who does not want mail, until that is taken back; does not block. */
    void addComplaint(Address address, Instant now);

    /**
     * Waits until what was noted before is stored.
     *
     * @throws ConnectException if it is not in time, or never will be
     */
    void flush(Duration most);

    /** Why the list is not followed any more, or null while it is. */
    @Nullable
    ConnectException failure();

    @Override
    void close();

    /** Holds nobody. */
    SuppressionList NONE = new SuppressionList() {
        @Override
        public Optional<Suppression> find(Address address, Instant now) {
            return Optional.empty();
        }

        @Override
        public void addHardBounce(Address address, String reason, Instant now) {}

        @Override
        public void addComplaint(Address address, Instant now) {}

        @Override
        public void flush(Duration most) {}

        @Override
        public @Nullable ConnectException failure() {
            return null;
        }

        @Override
        public void close() {}
    };
}
