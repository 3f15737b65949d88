package dev.postern.kafka.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.DsnRequest;
import dev.postern.mail.Envelope;
import dev.postern.mail.EnvelopeAttributes;
import dev.postern.mail.InvalidMailException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    void whatTheSenderWantsToBeToldStandsInHeaders() {
        SinkRecord record = record(RAW);
        record.headers()
                .addString("mail.dsn", "RET=HDRS ENVID=order+204711")
                .addString("mail.to", "v+x=y@example.net, eve@example.net")
                .addString("mail.dsn.to", "<v+x=y@example.net> NOTIFY=FAILURE ORCPT=rfc822;v@example.net")
                .addString("mail.dsn.to", "<eve@example.net> NOTIFY=NEVER");
        DsnRequest request = AUTO.read(record).envelope().dsn();
        assertEquals(
                new DsnRequest(
                        DsnRequest.Ret.HDRS,
                        "order 4711",
                        Map.of(
                                Address.parse("v+x=y@example.net"),
                                new DsnRequest.Recipient(Set.of(DsnRequest.Notify.FAILURE), "rfc822;v@example.net"),
                                Address.parse("eve@example.net"),
                                new DsnRequest.Recipient(Set.of(DsnRequest.Notify.NEVER), null))),
                request);
        SinkRecord again = record(RAW);
        EnvelopeAttributes.of(AUTO.read(record).envelope())
                .forEach(attribute -> again.headers().addString(attribute.getKey(), attribute.getValue()));
        assertEquals(request, AUTO.read(again).envelope().dsn());
    }

    @ParameterizedTest
    @CsvSource({
        "mail.dsn, RET=BODY, the header mail.dsn: RET is FULL or HDRS",
        "mail.dsn, RET, the header mail.dsn holds other than one each of RET= and ENVID=",
        "mail.dsn, NOTIFY=NEVER, the header mail.dsn holds other than one each of RET= and ENVID=",
        "mail.dsn, RET=FULL ret=FULL, the header mail.dsn holds other than one each of RET= and ENVID=",
        "mail.dsn.to, bob@example.net NOTIFY=NEVER, the header mail.dsn.to is not an address in angle brackets",
        "mail.dsn.to, <bob@example.net>, the header mail.dsn.to is not an address in angle brackets",
        "mail.dsn.to, <bob> NOTIFY=NEVER, the header mail.dsn.to: address without a domain",
        "mail.dsn.to, <bob@b.example> NOTIFY=RELAY, the header mail.dsn.to: NOTIFY is NEVER",
        "mail.dsn.to, <bob@b.example> NOTIFY=NEVER RET=FULL, the header mail.dsn.to holds other than",
    })
    void headersOfNotificationsThatCanNotBeUnderstoodAreNamed(String name, String value, String reason) {
        SinkRecord record = record(RAW);
        record.headers().addString(name, value);
        InvalidMailException failure = assertThrows(InvalidMailException.class, () -> AUTO.read(record));
        assertTrue(failure.getMessage().startsWith(reason), failure.getMessage());
    }

    @Test
    void binaryContentIsTakenWhereItIsDeclaredAndOnlyThenDeclaredOn() {
        SinkRecord binary = record(RAW + "\0\n");
        binary.headers().addString("mail.body", "BINARYMIME");
        assertEquals(Envelope.Body.BINARY_MIME, AUTO.read(binary).envelope().body());
        SinkRecord text = record(RAW);
        text.headers().addString("mail.body", "BINARYMIME");
        assertEquals(Envelope.Body.SEVEN_BIT, AUTO.read(text).envelope().body());
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
        "'{\"from\": \"a@b.org\", \"attachments\": [{\"name\": \"x\", \"contentType\": \"a/b\", \"content\": \"a!b\"}]}', not base64",
        "'{\"from\": \"a@b.org\", \"attachments\": [{\"name\": \"x\", \"file\": \"y\"}]}', attachments: the field file is not one of",
        "'{\"from\": \"a@b.org\", \"attachments\": [7]}', attachments must be a map or a struct",
        "'{\"from\": \"a@b.org\", \"headers\": {\"X-A\": 7}}', headers: X-A must be a string",
        "'{\"from\": \"a@b.org\", \"headers\": {\"X-A\": \"x\\r\\nBcc: e@f.org\"}}', headers: X-A holds a line break",
        "'{\"from\": \"a@b.org\", \"headers\": {\"X-A\\r\\nBcc\": \"e@f.org\"}}', headers holds a name that is not one",
        "'{\"from\": \"a@b.org\", \"to\": [\"c@d.org\", 7]}', to must be a string",
        "'{\"from\": \"a@b.org\", \"to\": \"j\u00f6rg@d.org\"}', to holds an address with letters outside of US-ASCII",
        "'{\"from\": \"a@b.org\", \"to\": \"c@d\u00f6.org\"}', to holds an address with letters outside of US-ASCII",
        "'{\"from\": \"a@b.org\", \"from\": \"c@d.org\"}', 'the value is not a JSON object, or names a field twice, see line 1, column'",
        "'{\"from\": \"a@b.org\"} {}', the value is not a JSON object",
        "'{\"from\": ', the value is not a JSON object",
        "'null', the mail must be a map or a struct",
        "'[1]', the value is not a JSON object"
    })
    void whatCannotBecomeAMailIsRefusedWithTheReason(String json, String reason) {
        String message = refusal(JSON, record(json));
        assertTrue(message.contains(reason), message);
    }

    @ParameterizedTest
    @CsvSource({
        "'Subject: x\n\ny', the message holds a bare LF at octet 10",
        "'Subject: x\r\n\r\ny\r', the message holds a bare CR at octet 15",
        "'\r\r\n', the message holds a bare CR at octet 0"
    })
    void whatSmtpCannotCarryIsRefusedWithItsPlace(String message, String reason) {
        String refusal = refusal(AUTO, record(message));
        assertTrue(refusal.startsWith(reason), refusal);
    }

    @Test
    void aNulIsRefusedWithItsPlace() {
        assertEquals("the message holds a NUL at octet 14", refusal(AUTO, record("Subject: x\r\n\r\n\0")));
    }

    @ParameterizedTest
    @CsvSource({"high, 4", "Normal, 0", "LOW, -4", "9, 9", "-9, -9"})
    void aPriorityIsAWordOrANumber(String text, int priority) {
        SinkRecord record = record(RAW);
        record.headers().addString("mail.priority", text);
        assertEquals(priority, AUTO.read(record).envelope().demands().priority());
        assertEquals(
                priority,
                JSON.read(record("{\"from\": \"ann@example.org\", \"to\": \"bob@example.net\", \"priority\": \"" + text
                                + "\"}"))
                        .envelope()
                        .demands()
                        .priority());
    }

    @Test
    void thePriorityInTheHeaderWins() {
        String json = "{\"from\": \"ann@example.org\", \"to\": \"bob@example.net\", \"priority\": 3}";
        assertEquals(3, JSON.read(record(json)).envelope().demands().priority());
        SinkRecord record = record(json);
        record.headers().addString("mail.priority", "low");
        assertEquals(-4, JSON.read(record).envelope().demands().priority());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "urgent", "10", "-10", "4.5", "99999999999"})
    void anythingElseIsNoPriority(String text) {
        SinkRecord record = record(RAW);
        record.headers().addString("mail.priority", text);
        assertEquals(
                "the header mail.priority is not high, normal, low or a number from -9 to 9", refusal(AUTO, record));
        assertEquals(
                "priority is not high, normal, low or a number from -9 to 9",
                refusal(
                        JSON,
                        record("{\"from\": \"ann@example.org\", \"to\": \"bob@example.net\", \"priority\": \"" + text
                                + "\"}")));
    }

    @Test
    void anEmptyHeaderForTheRecipientsNeverMeansThoseOfTheMessage() {
        SinkRecord record = record(RAW);
        record.headers().addString("mail.to", " ");
        assertEquals("no recipient: the header mail.to is empty", refusal(AUTO, record));
    }

    @Test
    void aHeaderWithoutAValueIsNone() {
        SinkRecord record = record(RAW);
        record.headers().add("mail.to", null, null).add("mail.from", null, null).add("mail.id", null, null);
        Envelope envelope = AUTO.read(record).envelope();
        assertEquals("ann@example.org", String.valueOf(envelope.reversePath()));
        assertEquals("[bob@example.net, cy@example.net]", envelope.recipients().toString());
        assertEquals("orders-2-17", envelope.id());
    }

    @Test
    void recipientsInHeadersCannotBreakOutOfTheirLine() {
        for (String hostile :
                List.of("bob@example.net>\r\nDATA\r\n", "bob@example.net\0", "<bob@example.net> SIZE=1")) {
            SinkRecord record = record(RAW);
            record.headers().addString("mail.to", hostile);
            assertTrue(refusal(AUTO, record).startsWith("the header mail.to"), hostile);
        }
    }

    @Test
    void eachRecipientIsThereOnce() {
        SinkRecord record = record(RAW);
        record.headers()
                .addString("mail.to", "bob@example.net, Bob <bob@EXAMPLE.net>")
                .addString("mail.to", "bob@example.net");
        assertEquals(
                "[bob@example.net]", AUTO.read(record).envelope().recipients().toString());
    }

    @Test
    void aHeaderOfTheMessageThatIsTooLargeIsRefused() {
        String message = "X-Large: " + "x".repeat(200_000) + "\r\n" + RAW;
        assertTrue(refusal(AUTO, record(message)).startsWith("the header of the message can't be read"));
    }

    @Test
    void aLargeAttachmentInJsonBecomesAMail() throws IOException {
        String base64 = "QUJD".repeat(6_000_000); // more than Jackson takes by default
        OutgoingMail mail = JSON.read(record("{\"from\": \"a@b.org\", \"to\": \"c@d.org\", \"attachments\":"
                + " [{\"name\": \"a\", \"contentType\": \"a/b\", \"content\": \"" + base64 + "\"}]}"));
        assertTrue(mail.message().size() > base64.length());
    }

    @Test
    void namesThatCameWithTheRecordCannotForgeALineOfTheLog() {
        String message = refusal(AUTO, record(Map.of("x\n" + "y".repeat(500), "z")));
        assertTrue(message.startsWith("the field x?yyy") && message.length() < 200, message);
    }

    @Test
    void whatASchemalessConverterGivesBecomesAMessage() throws IOException {
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", "false"), false);
            Object value = converter
                    .toConnectData(
                            "orders",
                            "{\"from\": \"a@b.org\", \"to\": [\"c@d.org\"], \"subject\": null, \"text\": \"Hi\", \"headers\": {\"X-A\": \"1\"}}"
                                    .getBytes(UTF_8))
                    .value();
            String text = text(AUTO.read(record(value)));
            assertTrue(text.contains("To: c@d.org\r\n") && text.contains("X-A: 1\r\n"), text);
        }
    }

    @Test
    void optionalFieldsThatAreAbsentDontMatter() throws IOException {
        Schema attachment = SchemaBuilder.struct()
                .field("name", Schema.STRING_SCHEMA)
                .field("contentType", Schema.STRING_SCHEMA)
                .field("content", Schema.BYTES_SCHEMA)
                .build();
        Schema headers = SchemaBuilder.struct()
                .field("X-A", Schema.OPTIONAL_STRING_SCHEMA)
                .field("X-B", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Schema schema = SchemaBuilder.struct()
                .field("from", Schema.STRING_SCHEMA)
                .field("to", Schema.STRING_SCHEMA)
                .field(
                        "cc",
                        SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build())
                .field("html", Schema.OPTIONAL_STRING_SCHEMA)
                .field("headers", headers)
                .field("attachments", SchemaBuilder.array(attachment).optional().build())
                .build();
        Struct value = new Struct(schema)
                .put("from", "a@b.org")
                .put("to", "c@d.org")
                .put("headers", new Struct(headers).put("X-B", "2"));
        String text = text(AUTO.read(record(value)));
        assertTrue(text.contains("X-B: 2\r\n") && !text.contains("X-A"), text);
        value.put(
                "attachments",
                List.of(new Struct(attachment)
                        .put("name", "a.bin")
                        .put("contentType", "application/octet-stream")
                        .put("content", ByteBuffer.wrap(new byte[] {0, 1, 2}))));
        assertTrue(text(AUTO.read(record(value))).contains("\r\n\r\nAAEC\r\n"));
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
