package dev.postern.kafka.source.mailbox;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What was handed over, for the day when a server gives everything another name. Used by several threads at the same time. */
public interface Fingerprints extends AutoCloseable {
    /** Whether anything is kept. */
    boolean areKept();

    /**
     * Takes note of a mail before it is handed over; does not block.
     *
     * @param place what the server called it then
     * @return completes when that is stored for good; fails with a {@link org.apache.kafka.connect.errors.ConnectException} where it never will be
     */
    CompletableFuture<Void> note(Fingerprint mail, String place);

    /**
     * What was noted of a folder, and the last place of each; waits for the brokers.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException if that can't be read
     */
    Map<Fingerprint, String> of(long folder);

    @Override
    void close();

    /** Nothing is kept. */
    Fingerprints NONE = new Fingerprints() {
        @Override
        public boolean areKept() {
            return false;
        }

        @Override
        public CompletableFuture<Void> note(Fingerprint mail, String place) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public Map<Fingerprint, String> of(long folder) {
            return Map.of();
        }

        @Override
        public void close() {}
    };
}
