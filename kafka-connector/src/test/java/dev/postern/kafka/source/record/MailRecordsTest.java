package dev.postern.kafka.source.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.kafka.AvroTrip;
import dev.postern.kafka.source.MailSourceConfig;
import dev.postern.mail.Message;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class MailRecordsTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final int PRODUCER = 1_048_576;

    private static final List<Map.Entry<String, String>> ENVELOPE = List.of(
            Map.entry("mail.id", "01M8"),
            Map.entry("mail.from", "ann@example.org"),
            Map.entry("mail.to", "support+42@example.net"),
            Map.entry("mail.to", "bob@example.com"),
            Map.entry("mail.body", "8BITMIME"),
            Map.entry("mail.dsn", "RET=HDRS ENVID=abc"),
            Map.entry("mail.dsn.to", "<bob@example.com> NOTIFY=FAILURE ORCPT=rfc822;bob@example.com"),
            Map.entry("mail.client", "192.0.2.1"),
            Map.entry("mail.helo", "mx.example.org"),
            Map.entry("mail.tls", "TLSv1.3 TLS_AES_256_GCM_SHA384"),
            Map.entry("mail.user", "ann"),
            Map.entry(
                    "mail.auth",
                    "gw.example.net; spf=pass smtp.mailfrom=example.org; dkim=fail reason=\"bad\" header.d=example.org"),
            Map.entry("mail.folder", "INBOX"));

    @TempDir
    private Path directory;

    private static RecordConfig config(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("topic", "mail", "mail.value.format", "struct"));
        settings.putAll(more);
        return new RecordConfig(new MailSourceConfig(settings));
    }

    private static MailRecords records(Map<String, String> more) throws IOException {
        return config(more).open();
    }

    private static IncomingMail mail(String content) {
        return new IncomingMail(
                "01M8", ENVELOPE, Message.of(content.replace("\n", "\r\n").getBytes(ISO_8859_1)), NOON);
    }

    private static Struct struct(RecordContent record) {
        ((Struct) record.value()).validate();
        return (Struct) record.value();
    }

    private Map<String, String> store() {
        return Map.of("claim.store", "file", "claim.directory", directory.toString(), "claim.above.bytes", "1000");
    }

    private static byte[] json(RecordContent record) {
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of(), false);
            return converter.fromConnectData("mail", record.valueSchema(), record.value());
        }
    }

    @Test
    void theStructSaysAllOfAMail() throws Exception {
        Struct mail = struct(records(Map.of("struct.raw", "true")).of(mail("""
                From: =?utf-8?q?J=C3=BCrgen?= <j@example.org>
                Sender: team@example.org
                To: support+42@example.net, "B" <bob@example.com>
                Subject: Re: Gr\u00fc\u00dfe
                Date: Fri, 27 Nov 2026 10:00:00 +0100
                Message-ID: <2@example.org>
                In-Reply-To: <1@example.net>
                References: <0@example.net> <1@example.net>
                Content-Type: multipart/mixed; boundary=a

                --a
                Content-Type: text/plain; charset=iso-8859-1

                Ja, caf\u00e9.
                > Nein?
                --a
                Content-Type: application/pdf; name="../x.pdf"
                Content-Disposition: attachment
                Content-Transfer-Encoding: base64

                SGVsbG8=
                --a
                Content-Type: message/rfc822

                Subject: inner

                in it
                --a--
                """)));
        assertEquals(1, mail.getInt32("version"));
        assertEquals("01M8", mail.getString("id"));
        Struct envelope = mail.getStruct("envelope");
        assertEquals("ann@example.org", envelope.getString("sender"));
        assertEquals("abc", envelope.getString("envid"));
        assertEquals("HDRS", envelope.getString("ret"));
        Struct support = (Struct) envelope.getArray("recipients").get(0);
        assertEquals("42", support.getString("tag"));
        Struct bob = (Struct) envelope.getArray("recipients").get(1);
        assertEquals("FAILURE", bob.getString("notify"));
        assertEquals("rfc822;bob@example.com", bob.getString("original"));
        Struct client = mail.getStruct("client");
        assertEquals(
                "192.0.2.1 mx.example.org ann",
                client.getString("address") + ' ' + client.getString("helo") + ' ' + client.getString("user"));
        assertEquals("TLSv1.3", client.getString("tlsProtocol"));
        Struct auth = mail.getStruct("auth");
        assertEquals("gw.example.net", auth.getString("authservId"));
        Struct dkim = (Struct) auth.getArray("results").get(1);
        assertEquals(
                "dkim fail bad",
                dkim.getString("method") + ' ' + dkim.getString("result") + ' ' + dkim.getString("reason"));
        assertEquals("INBOX", ((Struct) mail.getArray("attributes").get(0)).getString("value"));
        assertEquals(9, mail.getArray("headers").size());
        assertEquals(" Re: Gr\u00fc\u00dfe", ((Struct) mail.getArray("headers").get(3)).getString("raw"));
        assertEquals("Re: Grüße", mail.getString("subject"));
        assertEquals("Jürgen", ((Struct) mail.getArray("from").get(0)).getString("name"));
        assertEquals("team@example.org", mail.getStruct("sender").getString("address"));
        assertEquals(2, mail.getArray("to").size());
        assertEquals(Instant.parse("2026-11-27T09:00:00Z"), ((java.util.Date) mail.get("date")).toInstant());
        assertEquals("2@example.org", mail.getString("messageId"));
        assertEquals(List.of("1@example.net"), mail.getArray("inReplyTo"));
        assertEquals(List.of("0@example.net", "1@example.net"), mail.getArray("references"));
        assertEquals("Ja, café.\n> Nein?", mail.getString("text"));
        assertEquals("Ja, café.", mail.getString("reply"));
        assertNull(mail.getString("html"));
        List<Struct> parts = mail.getArray("parts");
        assertEquals(
                List.of("TEXT multipart", "1 text", "2 file", "3 message", "3.1 nested"),
                parts.stream()
                        .map(part -> part.getString("path") + ' ' + part.getString("role"))
                        .toList());
        assertEquals("iso-8859-1", parts.get(1).getString("charset"));
        assertEquals("x.pdf", parts.get(2).getString("name"));
        assertArrayEquals("Hello".getBytes(US_ASCII), parts.get(2).getBytes("content"));
        assertTrue(new String(parts.get(3).getBytes("content"), US_ASCII).startsWith("Subject: inner"));
        assertNull(parts.get(4).getBytes("content"));
        assertEquals(mail.getInt64("size"), mail.getBytes("raw").length);
        assertEquals(List.of(), mail.getArray("cut"));
    }

    @Test
    void theStructGoesThroughJsonAndBack() throws Exception {
        RecordContent record = records(Map.of()).of(mail("Subject: x\n\nHi\n"));
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of(), false);
            SchemaAndValue read = converter.toConnectData("mail", json(record));
            assertEquals(record.value(), read.value());
            assertEquals("dev.postern.IncomingMail", read.schema().name());
            assertEquals(1, read.schema().version());
        }
    }

    @Test
    void theStructGoesThroughAvroAndBack() throws Exception {
        RecordContent record = records(Map.of())
                .of(mail(
                        "Subject: x\nFrom: Ann <ann@example.org>\nTo: bob@example.net\nContent-Type: multipart/mixed; boundary=b\n\n"
                                + "--b\n\nHi\n--b\nContent-Type: application/x; name=y\n\n\u00ff\u0001\n--b--\n"));
        SchemaAndValue written = new SchemaAndValue(MailSchema.MAIL, record.value());
        SchemaAndValue read = AvroTrip.thereAndBack(written);
        assertEquals(AvroTrip.json(written), AvroTrip.json(read));
        assertEquals("dev.postern.IncomingMail", read.schema().name());
        assertEquals(1, read.schema().version());
    }

    @Test
    void allNamesAreLegalInAvro() {
        Pattern name = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*");
        List<Schema> open = new ArrayList<>(List.of(MailSchema.MAIL));
        Map<String, Schema> named = new HashMap<>();
        while (!open.isEmpty()) {
            Schema schema = open.remove(0);
            if (schema.type() == Schema.Type.ARRAY) {
                open.add(schema.valueSchema());
            } else if (schema.type() == Schema.Type.STRUCT) {
                assertTrue(name.matcher(schema.name()).matches(), schema::name);
                Schema before = named.putIfAbsent(schema.name(), schema);
                assertTrue(
                        before == null || before.equals(schema), "Avro knows one schema of a name: " + schema.name());
                for (Field field : schema.fields()) {
                    assertTrue(name.matcher(field.name()).matches(), field::name);
                    open.add(field.schema());
                }
            }
        }
        assertTrue(named.size() > 10);
    }

    static List<String> hostileMails() {
        StringBuilder deep = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            deep.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\n\n--b")
                    .append(i)
                    .append('\n');
        }
        return List.of(
                "",
                "\n",
                deep.toString(),
                "Content-Type: message/rfc822\n\n".repeat(1_000),
                "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\nContent-Type: a/b\n\nx\n".repeat(20_000),
                "Subject: x\n" + ("X: " + "\u0001".repeat(900) + "\n").repeat(55_000) + "\nHi\n",
                "From: " + "<a@b>,".repeat(9_000_000) + "\n\n",
                "References: " + "<a@b> ".repeat(50_000) + "\n\n",
                "Content-Transfer-Encoding: base64\n\n!!!*\u00ff==Zm9v\n",
                "Content-Type: multipart/mixed\n\n--x\n\nx\n",
                "Subject: \u00ff\u00fe\u0080\nTo: \u00e4@\u00f6.example\n\n\u00e9\u0001\u0002\n",
                "Subject: =?utf-16?B?2D3YPQ==?=\nContent-Type: text/plain; charset=utf-16\n\n\u00d8=\u00d8=",
                "\n" + "\u0001\u0002\u0003".repeat(200_000),
                "\n" + "\"\\".repeat(400_000),
                "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\nContent-Transfer-Encoding: base64\n\n"
                        + "TUlJ".repeat(100_000),
                "From: " + "(".repeat(60_000) + "\nTo: " + "a:".repeat(30_000) + "\nCc: " + "<".repeat(60_000) + "\n\n",
                "From: " + "\"\\".repeat(30_000) + "\nDate: " + "(".repeat(99) + "\nSubject: " + "=?a?b?".repeat(40_000)
                        + "\n\n",
                "Content-Type: " + "a/b;".repeat(60_000) + "\nList-Id: " + "<".repeat(60_000) + "\n\n",
                "Content-Type: text/plain; charset=" + "(".repeat(8_000) + "\n\n" + "> ".repeat(100_000) + "\n",
                "no header at all".repeat(1_000));
    }

    @ParameterizedTest
    @MethodSource("hostileMails")
    void aHostileMailIsOneRecordThatFits(String content) throws Exception {
        for (Map<String, String> settings : List.of(Map.<String, String>of(), store())) {
            RecordContent record = records(settings).of(mail(content));
            struct(record);
            assertTrue(json(record).length <= record.octets(), () -> record.octets() + " is less than it takes");
            assertTrue(
                    settings.isEmpty() || record.octets() <= PRODUCER, () -> record.octets() + " octets with a store");
        }
        RecordContent reduced = records(Map.of()).reduced(mail(content));
        assertTrue(reduced.octets() <= PRODUCER, () -> reduced.octets() + " octets reduced");
    }

    @ParameterizedTest
    @MethodSource("hostileMails")
    void aHostileMailAsBytesFitsOrIsToldToBeTooLarge(String content) throws Exception {
        MailRecords raw = records(Map.of("mail.value.format", "raw"));
        RecordContent record = raw.of(mail(content));
        assertTrue(json(record).length <= record.octets());
        RecordContent reduced = raw.reduced(mail(content));
        assertTrue(raw.fits(reduced), () -> reduced.octets() + " octets reduced");
        assertEquals(Schema.Type.BYTES, reduced.valueSchema().type());
        assertEquals(raw.fits(record) ? ((byte[]) record.value()).length : 0, ((byte[]) reduced.value()).length);
        Map<String, String> settings = new HashMap<>(store());
        settings.put("mail.value.format", "raw");
        assertTrue(records(settings).of(mail(content)).octets() <= PRODUCER);
    }

    @Test
    void whatIsLargeIsInTheStoreBeforeThereIsARecord() throws Exception {
        byte[] file = new byte[600_000];
        file[77] = 1;
        String encoded = Base64.getMimeEncoder().encodeToString(file);
        RecordContent record = records(store())
                .of(mail(
                        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHi\n--b\nContent-Type: a/b\nContent-Transfer-Encoding: base64\n\n"
                                + encoded + "\n--b\nContent-Type: a/c\n\nsmall\n--b--\n"));
        List<Struct> parts = struct(record).getArray("parts");
        Struct claim = parts.get(2).getStruct("claim");
        assertArrayEquals(file, Files.readAllBytes(Path.of(URI.create(claim.getString("uri")))));
        assertEquals(600_000, claim.getInt64("size"));
        assertNull(parts.get(2).getBytes("content"));
        assertNotNull(parts.get(3).getBytes("content"));
        assertEquals(List.of(), struct(record).getArray("cut"));
    }

    @Test
    void aLargeMailAsBytesIsAClaim() throws Exception {
        Map<String, String> settings = new HashMap<>(store());
        settings.put("mail.value.format", "raw");
        String content = "Subject: x\n\n" + "y".repeat(5_000) + "\n";
        RecordContent record = records(settings).of(mail(content));
        assertEquals(0, ((byte[]) record.value()).length);
        String uri = String.valueOf(record.headers().lastWithName("mail.claim").value());
        assertEquals(content.replace("\n", "\r\n"), Files.readString(Path.of(URI.create(uri))));
        assertEquals("5016", record.headers().lastWithName("mail.claim.size").value());
    }

    @Test
    void aTextThatIsTooLongIsCutAndAllOfItInTheStore() throws Exception {
        RecordContent record = records(store()).of(mail("\n" + "0123456\u0001\n".repeat(200_000)));
        Struct mail = struct(record);
        assertTrue(mail.getArray("cut").contains("text"));
        assertEquals(mail.getInt64("size"), mail.getStruct("claim").getInt64("size"));
        assertTrue(mail.getString("text").startsWith("0123456"));
    }

    @Test
    void aBounceIsToldAsOneInTheStructAndInTheHeaders() throws Exception {
        String bounce = """
                From: MAILER-DAEMON@mx.example.net
                Subject: failure notice

                <bob@example.net>:
                550 5.1.1 no such user

                --- Below this line is a copy of the message.

                Message-ID: <7@example.org>
                """;
        RecordContent record = records(Map.of()).of(mail(bounce));
        assertEquals(
                "delivery-status", record.headers().lastWithName("mail.kind").value());
        Struct mail = struct(record);
        assertEquals("delivery-status", mail.getString("kind"));
        Struct bob = (Struct) mail.getStruct("notice").getArray("recipients").get(0);
        assertEquals(
                "bob@example.net failed bad_mailbox",
                bob.getString("address") + ' ' + bob.getString("action") + ' ' + bob.getString("meaning"));
        assertEquals("7@example.org", mail.getStruct("original").getString("messageId"));
        RecordContent bytes =
                records(Map.of("mail.value.format", "raw", "classify", "true")).of(mail(bounce));
        assertEquals(
                "delivery-status", bytes.headers().lastWithName("mail.kind").value());
        assertNull(records(Map.of("mail.value.format", "raw"))
                .of(mail(bounce))
                .headers()
                .lastWithName("mail.kind"));
    }

    @Test
    void onlyWhoIsTrustedSaysWhoStandsBehindAMail() throws Exception {
        String content = """
                Authentication-Results: mx.example.net; dmarc=fail header.from=example.org
                Authentication-Results: evil.example; dmarc=pass header.from=example.org
                Subject: x

                """;
        IncomingMail fetched = new IncomingMail(
                "1", List.of(), Message.of(content.replace("\n", "\r\n").getBytes(US_ASCII)), NOON);
        assertNull(struct(records(Map.of()).of(fetched)).getStruct("auth"));
        Struct auth = struct(records(Map.of("trusted.authserv.ids", "mx.example.net"))
                        .of(fetched))
                .getStruct("auth");
        assertEquals("fail", ((Struct) auth.getArray("results").get(0)).getString("result"));
        assertNull(
                struct(records(Map.of("trusted.authserv.ids", "other.example")).of(fetched))
                        .getStruct("auth"));
    }

    @ParameterizedTest
    @CsvSource({
        "mail.${domain}, example.net, mail.example.net",
        "mail.${domain}, example.com, mail.other",
        "${recipient}, support+42@example.net, support_42_example.net",
        "mail-${domain}-${recipient}, example.net, mail-example.net-other",
    })
    void theTopicIsMadeOfWhatTheSettingsKnow(String template, String known, String topic) throws Exception {
        RecordContent record =
                records(Map.of("topic", template, "mail.topic.names", known)).of(mail("\n"));
        assertEquals(topic, record.topic());
    }

    @ParameterizedTest
    @CsvSource({
        "id, 01M8",
        "recipient, support+42@example.net",
        "message-id, 2@example.org",
        "thread, 0@example.net",
    })
    void theKeyIsWhatIsAskedFor(String choice, String key) throws Exception {
        MailRecords records = records(Map.of("record.key", choice));
        assertEquals(
                key,
                records.of(mail("Message-ID: <2@example.org>\nReferences: <0@example.net> <1@example.net>\n\n"))
                        .key());
        assertEquals(
                choice.equals("recipient") ? key : "01M8",
                records.of(mail("\n")).key());
    }
}
