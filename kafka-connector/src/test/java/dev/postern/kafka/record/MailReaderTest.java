package dev.postern.kafka.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Envelope;
import dev.postern.mail.InvalidMailException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailReaderTest {
    private static final String RAW =
            "From: Ann <ann@example.org>\r\nTo: bob@example.net\r\nBcc: cy@example.net\r\n\r\nHi\r\n";
    private static final MailReader AUTO = new MailReader(ValueFormat.AUTO);
    private static final MailReader JSON = new MailReader(ValueFormat.JSON);

    private static SinkRecord record(Object value) {
        return new SinkRecord("orders", 2, null, null, null, value, 17, 1_700_000_000_000L, TimestampType.CREATE_TIME);
    }

    private static String text(OutgoingMail mail) throws IOException {
        return new String(mail.message().toByteArray(), UTF_8);
    }

    private static String refusal(MailReader reader, SinkRecord record) {
        return assertThrows(InvalidMailException.class, () -> reader.read(record))
                .getMessage();
    }

    @Test
    void aRawMessageLeavesAsItIsButForBcc() throws IOException {
        OutgoingMail mail = AUTO.read(record(RAW.getBytes(UTF_8)));
        assertEquals("ann@example.org", String.valueOf(mail.envelope().reversePath()));
        assertEquals(
                "[bob@example.net, cy@example.net]",
                mail.envelope().recipients().toString());
        assertEquals("orders-2-17", mail.envelope().id());
        assertEquals(RAW.replace("Bcc: cy@example.net\r\n", ""), text(mail));
    }

    @Test
    void theEnvelopeInTheHeadersWins() {
        SinkRecord record = record(RAW);
        record.headers()
                .addString("mail.id", "01KAB")
                .addString("mail.from", "")
                .addString("mail.to", "dee@example.net")
                .add("mail.to", "eve@example.net, fay@example.net".getBytes(UTF_8), null);
        Envelope envelope = AUTO.read(record).envelope();
        assertEquals("01KAB", envelope.id());
        assertNull(envelope.reversePath());
        assertEquals(
                "[dee@example.net, eve@example.net, fay@example.net]",
                envelope.recipients().toString());
    }

    @Test
    void eightBitContentIsDeclared() {
        assertEquals(
                Envelope.Body.EIGHT_BIT_MIME,
                AUTO.read(record(RAW + "é")).envelope().body());
        assertEquals(Envelope.Body.SEVEN_BIT, AUTO.read(record(RAW)).envelope().body());
    }

    @Test
    void aJsonObjectBecomesAMessage() throws IOException {
        OutgoingMail mail = JSON.read(record("""
                {"from": "Ann <ann@example.org>", "to": ["bob@example.net", "Cy <cy@example.net>"], "bcc": "dee@example.net",
                 "subject": "Hello", "text": "Hi", "html": "<p>Hi</p>", "headers": {"X-Order": "7"},
                 "attachments": [{"name": "a.txt", "contentType": "text/plain", "content": "QUJD"}]}
                """));
        assertEquals(
                "[bob@example.net, cy@example.net, dee@example.net]",
                mail.envelope().recipients().toString());
        String text = text(mail);
        assertTrue(text.contains("Subject: Hello\r\n") && text.contains("X-Order: 7\r\n"), text);
        assertTrue(text.contains("\r\n\r\nQUJD\r\n") && text.contains("filename=\"a.txt\""), text);
        assertTrue(text.contains("Date: Tue, 14 Nov 2023 22:13:20 +0000\r\n"), text);
        assertFalse(text.contains("dee@"), text);
    }

    @Test
    void theSameRecordMakesTheSameOctets() throws IOException {
        Map<String, Object> value = Map.of("from", "a@example.org", "to", "b@example.org", "text", "x", "html", "y");
        assertArrayEquals(
                AUTO.read(record(value)).message().toByteArray(),
                AUTO.read(record(value)).message().toByteArray());
    }

    @Test
    void aStructBecomesAMessage() throws IOException {
        Schema schema = SchemaBuilder.struct()
                .field("from", Schema.STRING_SCHEMA)
                .field("to", SchemaBuilder.array(Schema.STRING_SCHEMA).build())
                .field("subject", Schema.OPTIONAL_STRING_SCHEMA)
                .field("text", Schema.STRING_SCHEMA)
                .build();
        Struct value = new Struct(schema)
                .put("from", "ann@example.org")
                .put("to", List.of("bob@example.net"))
                .put("text", "Hi");
        String text = text(AUTO.read(record(value)));
        assertTrue(text.contains("To: bob@example.net\r\n") && text.endsWith("\r\n\r\nHi"), text);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"from\": \"a@b.org\", \"to\": \"c@d.org\", \"sujet\": \"x\"}', the field sujet is not one of",
        "'{\"from\": \"a@b.org\", \"text\": \"x\"}', no recipient",
        "'{\"to\": \"a@b.org\"}', from is missing",
        "'{\"from\": \"a@b.org\", \"to\": \"nobody\"}', to is not a list of mail addresses",
        "'{\"from\": \"a@b.org\", \"to\": 7}', to must be a list",
        "'{\"from\": \"a@b.org\", \"subject\": \"x\\r\\nBcc: e@f.org\"}', subject holds a line break",
        "'{\"from\": \"a@b.org\", \"attachments\": [{\"name\": \"x\"}]}', attachments: contentType is missing",
        "'{\"from\": ', the value is not a JSON object",
        "'[1]', the value is not a JSON object"
    })
    void whatCannotBecomeAMailIsRefusedWithTheReason(String json, String reason) {
        String message = refusal(JSON, record(json));
        assertTrue(message.contains(reason), message);
    }

    @Test
    void whatIsNoMailAtAllIsRefused() {
        assertTrue(refusal(AUTO, record(null)).startsWith("the value is null"));
        assertTrue(refusal(AUTO, record(42)).startsWith("the value is a Integer"));
        assertTrue(refusal(AUTO, record("\r\nno header")).startsWith("no sender"));
        SinkRecord hostileId = record(RAW);
        hostileId.headers().addString("mail.id", "x\r\nBcc: e@f.org");
        assertTrue(refusal(AUTO, hostileId).startsWith("the header mail.id"));
    }
}
