package dev.postern.kafka.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.mail.Address;
import dev.postern.mail.EnvelopeAttributes;
import dev.postern.mail.InvalidMailException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record made of bytes: lines with a name, a colon and a value are its headers, and what stands behind the first empty line is its value. The names of
 * headers go without {@code mail.}.
 */
final class FuzzedRecord {
    private final byte[] head;
    private final byte[] value;

    FuzzedRecord(byte[] input) {
        int end = new String(input, StandardCharsets.ISO_8859_1).indexOf("\n\n");
        head = Arrays.copyOf(input, Math.max(0, end));
        value = Arrays.copyOfRange(input, end < 0 ? 0 : end + 2, input.length);
    }

    /**
     * Reads it.
     *
     * @return the mail, or null where the record can't become one
     * @throws AssertionError if it becomes another mail at a second attempt, or by the headers that the first one gives
     */
    @Nullable
    OutgoingMail read(MailReader reader) {
        OutgoingMail mail;
        try {
            mail = reader.read(record());
        } catch (InvalidMailException e) {
            return null;
        }
        assertSame(mail, reader.read(record()));
        SinkRecord again = record();
        EnvelopeAttributes.of(mail.envelope())
                .forEach(attribute -> again.headers().remove(attribute.getKey()));
        EnvelopeAttributes.of(mail.envelope())
                .forEach(attribute -> again.headers().addString(attribute.getKey(), attribute.getValue()));
        if (mail.envelope().recipients().stream().allMatch(Address::isAscii)) { // header lists name no others
            assertSame(mail, reader.read(again));
        }
        return mail;
    }

    private SinkRecord record() {
        SinkRecord record =
                new SinkRecord("orders", 2, null, null, null, value, 17, 1_700_000_000_000L, TimestampType.CREATE_TIME);
        for (String line : new String(head, StandardCharsets.UTF_8).split("\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                record.headers().addString("mail." + line.substring(0, colon), line.substring(colon + 1));
            }
        }
        return record;
    }

    private static void assertSame(OutgoingMail first, OutgoingMail second) {
        assertEquals(EnvelopeAttributes.of(first.envelope()), EnvelopeAttributes.of(second.envelope()));
        try {
            assertArrayEquals(first.message().toByteArray(), second.message().toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("a message in memory can be read", e);
        }
    }
}
