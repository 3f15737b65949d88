package dev.postern.kafka.idempotency;

import dev.postern.mail.Message;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Which record is sent of several that ask for the same mail. Used by several threads at the same time. */
public interface Claims extends AutoCloseable {
    /** The header of a record that names its mail. */
    String HEADER = "mail.idempotency.key";

    /**
     * What names the mail of this record.
     *
     * @return empty where nothing does, so that it is sent
     * @throws dev.postern.mail.InvalidMailException if the record says that it names its mail, and does not
     */
    Optional<IdempotencyKey> key(SinkRecord record, Message message);

    /**
     * Claims the key of a mail for its record; does not block.
     *
     * @param place where the record stands, as {@link dev.postern.kafka.event.DeliveryEvent.Mail#record} writes it
     * @return completes when the claim is stored for good, empty where the record is to be sent, else with the claim of the one that was before it; fails with a {@link
     *     ConnectException} where that can't be known
     */
    CompletableFuture<Optional<Claim>> claim(IdempotencyKey key, String place);

    /** Why claims are not followed any more, or null while they are. */
    @Nullable
    ConnectException failure();

    @Override
    void close();

    /** Every record is to be sent. */
    Claims NONE = new Claims() {
        @Override
        public Optional<IdempotencyKey> key(SinkRecord record, Message message) {
            return Optional.empty();
        }

        @Override
        public CompletableFuture<Optional<Claim>> claim(IdempotencyKey key, String place) {
            return CompletableFuture.completedFuture(Optional.empty());
        }

        @Override
        public @Nullable ConnectException failure() {
            return null;
        }

        @Override
        public void close() {}
    };
}
