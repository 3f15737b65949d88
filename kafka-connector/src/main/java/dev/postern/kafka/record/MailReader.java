package dev.postern.kafka.record;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.postern.mail.Address;
import dev.postern.mail.Demands;
import dev.postern.mail.DsnAttributes;
import dev.postern.mail.DsnRequest;
import dev.postern.mail.Envelope;
import dev.postern.mail.EnvelopeAttributes;
import dev.postern.mail.InvalidMailException;
import dev.postern.mail.LineFaults;
import dev.postern.mail.Mailboxes;
import dev.postern.mail.Message;
import dev.postern.mail.MessageHeader;
import dev.postern.mail.OctetScan;
import dev.postern.mail.WithoutFields;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns records into mail.
 *
 * <p>The envelope stands in the headers of the record ({@link EnvelopeAttributes}); what is missing there comes from the message:
 * the reverse-path from Sender or From, the recipients from To, Cc and Bcc. Bcc itself never leaves, nor does Return-Path.
 * The same record always makes the same octets, so that a receiver can tell a second delivery by its Message-ID.
 */
public final class MailReader {
    // strings hold attachments in base64: their length is bounded by the record's
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final ValueFormat format;

    public MailReader(ValueFormat format) {
        this.format = format;
    }

    /**
     * The mail that this record asks for.
     *
     * @throws InvalidMailException if the record can't become a mail; the message says which part and why
     */
    public OutgoingMail read(SinkRecord record) {
        Object value = record.value();
        if (value == null) {
            throw new InvalidMailException("the value is null: a mail needs a message");
        }
        String id = id(record);
        byte[] raw = raw(value);
        if (raw == null) {
            return structured(record, id, value);
        }
        return format == ValueFormat.JSON ? structured(record, id, json(raw)) : message(record, id, raw);
    }

    private static OutgoingMail message(SinkRecord record, String id, byte[] raw) {
        boolean binary =
                Envelope.Body.BINARY_MIME.keyword().equals(RecordHeaders.last(record, EnvelopeAttributes.BODY));
        Envelope.Body body = body(raw, binary);
        try {
            Message message = Message.of(raw);
            @Nullable Address reversePath;
            List<Address> recipients = recipients(record);
            String from = RecordHeaders.last(record, EnvelopeAttributes.FROM);
            if (from == null || recipients.isEmpty()) {
                MessageHeader fields = MessageHeader.read(message);
                reversePath = from == null ? fields.sender() : reversePath(from);
                recipients = recipients.isEmpty() ? fields.recipients() : recipients;
            } else {
                reversePath = reversePath(from);
            }
            if (from == null && reversePath == null) {
                throw new InvalidMailException(
                        "no sender: neither the header mail.from nor the fields Sender or From of the message name one");
            }
            return new OutgoingMail(
                    envelope(record, id, reversePath, recipients, body), WithoutFields.outgoing(message));
        } catch (IOException e) {
            throw new InvalidMailException("the message can't be read: " + e.getMessage(), e);
        }
    }

    private static OutgoingMail structured(SinkRecord record, String id, Object value) {
        StructuredMail mail = StructuredMail.of(value, id, date(record));
        String from = RecordHeaders.last(record, EnvelopeAttributes.FROM);
        List<Address> recipients = recipients(record);
        Envelope envelope = envelope(
                record,
                id,
                from == null ? mail.sender() : reversePath(from),
                recipients.isEmpty() ? mail.recipients() : recipients,
                Envelope.Body.SEVEN_BIT);
        Integer priority = mail.priority();
        if (priority != null && RecordHeaders.last(record, EnvelopeAttributes.PRIORITY) == null) {
            Demands demands = withPriority(envelope.demands(), "priority", priority);
            envelope = envelope.toBuilder().demands(demands).build();
        }
        return new OutgoingMail(envelope, mail.message());
    }

    private static Envelope envelope(
            SinkRecord record, String id, @Nullable Address reversePath, List<Address> recipients, Envelope.Body body) {
        if (recipients.isEmpty()) {
            throw new InvalidMailException(
                    "no recipient: neither the header mail.to nor to, cc or bcc of the mail name one");
        }
        return Envelope.of(id)
                .reversePath(reversePath)
                .recipients(recipients)
                .body(body)
                .smtpUtf8("true".equals(RecordHeaders.last(record, EnvelopeAttributes.SMTPUTF8)))
                .dsn(dsn(record))
                .demands(demands(record))
                .build();
    }

    private static Demands demands(SinkRecord record) {
        Demands demands = Demands.NONE
                .withRequireTls("true".equals(RecordHeaders.last(record, EnvelopeAttributes.REQUIRE_TLS)))
                .withHeldUntil(heldUntil(record));
        String priority = RecordHeaders.last(record, EnvelopeAttributes.PRIORITY);
        String what = "the header " + EnvelopeAttributes.PRIORITY;
        return priority == null ? demands : withPriority(demands, what, Priority.parse(what, priority));
    }

    private static Demands withPriority(Demands demands, String what, int priority) {
        try {
            return demands.withPriority(priority);
        } catch (IllegalArgumentException e) {
            throw Priority.unknown(what, e);
        }
    }

    private static @Nullable Instant heldUntil(SinkRecord record) {
        String time = RecordHeaders.last(record, EnvelopeAttributes.HELD_UNTIL);
        try {
            return time == null ? null : Instant.parse(time);
        } catch (DateTimeParseException e) {
            throw new InvalidMailException(
                    "the header mail.held.until is not a time in UTC such as 2026-11-26T12:00:00Z", e);
        }
    }

    private static Object json(byte[] raw) {
        try {
            return JSON.readValue(raw, Map.class);
        } catch (JacksonException e) { // its text would quote the mail
            throw new InvalidMailException(
                    "the value is not a JSON object, or names a field twice" + where(e.getLocation()));
        } catch (IOException e) {
            throw new InvalidMailException("the value is not a JSON object", e);
        }
    }

    private static String where(@Nullable JsonLocation location) {
        return location == null ? "" : ", see line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** The octets of a value that is one piece; null for a map or struct. */
    private static byte @Nullable [] raw(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        if (value instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        if (value instanceof Map || value instanceof Struct) {
            return null;
        }
        throw new InvalidMailException("the value is a " + value.getClass().getSimpleName()
                + ": a mail is bytes, a string, a map or a struct");
    }

    // without a header it is made of the record's place, so that it is the same at every attempt
    private static String id(SinkRecord record) {
        String id = RecordHeaders.last(record, EnvelopeAttributes.ID);
        if (id == null) {
            return record.originalTopic() + '-' + record.originalKafkaPartition() + '-' + record.originalKafkaOffset();
        }
        if (id.isEmpty() || id.length() > 200 || !id.chars().allMatch(MailReader::isIdCharacter)) {
            throw new InvalidMailException(
                    "the header mail.id is not 1 to 200 letters, digits, dots, dashes or underscores");
        }
        return id;
    }

    private static boolean isIdCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "._-".indexOf(c) >= 0;
    }

    private static @Nullable Address reversePath(String from) {
        if (from.isEmpty() || from.equals("<>")) {
            return null;
        }
        List<Address> addresses = Mailboxes.addresses("the header mail.from", from);
        if (addresses.size() != 1) {
            throw new InvalidMailException("the header mail.from is not one address");
        }
        return addresses.get(0);
    }

    /** Empty where no header names any. */
    private static List<Address> recipients(SinkRecord record) {
        List<Address> addresses = new ArrayList<>();
        List<String> lists = RecordHeaders.all(record, EnvelopeAttributes.TO);
        lists.forEach(list -> addresses.addAll(Mailboxes.addresses("the header mail.to", list)));
        if (!lists.isEmpty() && addresses.isEmpty()) { // those whom the message names may be others
            throw new InvalidMailException("no recipient: the header mail.to is empty");
        }
        return addresses.stream().distinct().toList();
    }

    private static DsnRequest dsn(SinkRecord record) {
        String envelope = RecordHeaders.last(record, EnvelopeAttributes.DSN);
        return DsnAttributes.read(
                envelope == null ? "" : envelope, RecordHeaders.all(record, EnvelopeAttributes.DSN_TO));
    }

    private static Instant date(SinkRecord record) {
        Long timestamp = record.timestamp();
        return timestamp == null || timestamp < 0 ? Instant.EPOCH : Instant.ofEpochMilli(timestamp);
    }

    // what SMTP can't carry is refused here, before a server hears of the mail (RFC 5321 §2.3.8)
    private static Envelope.Body body(byte[] raw, boolean binary) {
        String fault = LineFaults.first(raw);
        if (fault != null) {
            if (binary) {
                return Envelope.Body.BINARY_MIME;
            }
            throw new InvalidMailException("the message holds a " + fault);
        }
        return OctetScan.isAscii(raw) ? Envelope.Body.SEVEN_BIT : Envelope.Body.EIGHT_BIT_MIME;
    }
}
