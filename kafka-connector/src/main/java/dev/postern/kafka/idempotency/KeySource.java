package dev.postern.kafka.idempotency;

import dev.postern.kafka.record.RecordHeaders;
import dev.postern.mail.InvalidMailException;
import dev.postern.mail.Message;
import dev.postern.mail.MessageHeader;
import java.io.IOException;
import java.util.Optional;
import org.apache.kafka.connect.sink.SinkRecord;

/** Where the key of a mail stands. */
enum KeySource {
    /** In the header of the record; without it a mail has no key. */
    HEADER,
    /** There, or else in the field Message-ID. */
    MESSAGE_ID;

    /**
     * The key of this mail.
     *
     * @return empty where it has none
     * @throws InvalidMailException if the header is empty: all such mails would be one
     */
    Optional<IdempotencyKey> key(SinkRecord record, Message message) {
        String header = RecordHeaders.last(record, Claims.HEADER);
        if (header != null && header.isEmpty()) {
            throw new InvalidMailException("the header " + Claims.HEADER + " is empty: leave it out, or name the mail");
        }
        if (header != null) {
            return Optional.of(IdempotencyKey.of(HEADER, header));
        }
        return this == HEADER ? Optional.empty() : messageId(message);
    }

    private static Optional<IdempotencyKey> messageId(Message message) {
        try {
            return Optional.ofNullable(MessageHeader.read(message).messageId())
                    .map(id -> IdempotencyKey.of(MESSAGE_ID, id));
        } catch (IOException e) {
            throw new InvalidMailException("the message can't be read: " + e.getMessage(), e);
        }
    }
}
