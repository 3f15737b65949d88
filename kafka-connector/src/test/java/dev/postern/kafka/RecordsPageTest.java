package dev.postern.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.kafka.event.DeliveryEvent;
import dev.postern.kafka.event.EventHeaders;
import dev.postern.kafka.event.EventSchema;
import dev.postern.kafka.idempotency.Claims;
import dev.postern.kafka.record.StructuredMail;
import dev.postern.kafka.source.listener.DmarcSchema;
import dev.postern.kafka.source.mailbox.MailboxAttributes;
import dev.postern.kafka.source.record.MailSchema;
import dev.postern.kafka.source.record.RecordHeader;
import dev.postern.mail.EnvelopeAttributes;
import dev.postern.mail.dsn.Classification;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.kafka.connect.data.Schema;
import org.junit.jupiter.api.Test;

/** docs/records.md names what the code writes and reads, all of it and nothing else. */
class RecordsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "records.md");
    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE);

    private static List<String> rows(String heading, int table) throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf("\n## " + heading);
        assertTrue(begin >= 0, "no heading " + heading);
        int end = page.indexOf("\n## ", begin + 1);
        String section = page.substring(begin, end < 0 ? page.length() : end);
        String[] tables = section.split("\\n\\|---\\|---\\|\\n", -1);
        return ROW.matcher(tables[table])
                .results()
                .map((MatchResult row) -> row.group(1))
                .toList();
    }

    private static List<String> constants(Class<?> names) throws IllegalAccessException {
        List<String> values = new ArrayList<>();
        for (Field field : names.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers())) {
                values.add((String) field.get(null));
            }
        }
        return values;
    }

    @Test
    void theHeadersOfTheEnvelope() throws Exception {
        assertEquals(constants(EnvelopeAttributes.class), rows("Headers: the envelope", 1));
    }

    @Test
    void theHeadersOfTheSource() throws Exception {
        assertEquals(constants(RecordHeader.class), rows("Headers of the source", 1));
    }

    @Test
    void theFieldsOfIncomingMail() throws Exception {
        List<org.apache.kafka.connect.data.Field> fields = MailSchema.MAIL.fields();
        assertEquals(
                fields.stream().map(org.apache.kafka.connect.data.Field::name).toList(), rows("Incoming mail", 1));
        Set<Schema> told = new HashSet<>();
        List<String> nested = new ArrayList<>();
        fields.forEach(field -> {
            if (told.add(struct(field.schema()))) {
                addNested(field.name(), field.schema(), nested);
            }
        });
        assertEquals(nested, rows("Incoming mail", 2));
    }

    private static Schema struct(Schema schema) {
        return schema.type() == Schema.Type.ARRAY ? schema.valueSchema() : schema;
    }

    private static void addNested(String path, Schema schema, List<String> nested) {
        if (struct(schema).type() != Schema.Type.STRUCT) {
            return;
        }
        for (org.apache.kafka.connect.data.Field field : struct(schema).fields()) {
            nested.add(path + '.' + field.name());
            boolean ofTheMail = MailSchema.MAIL.fields().stream()
                    .anyMatch(top -> struct(top.schema()).equals(struct(field.schema())));
            if (!ofTheMail) {
                addNested(path + '.' + field.name(), field.schema(), nested);
            }
        }
    }

    @Test
    void theHeadersOfTheMailbox() throws Exception {
        assertEquals(constants(MailboxAttributes.class), rows("Headers: the mailbox", 1));
    }

    @Test
    void theFieldsOfStructuredMail() throws Exception {
        assertEquals(StructuredMail.FIELDS, rows("Structured mail", 1));
    }

    @Test
    void theHeaderThatNamesAMail() throws Exception {
        assertEquals(List.of(Claims.HEADER), rows("Mail that is asked for twice", 1));
    }

    @Test
    void everyKindOfEvent() throws Exception {
        String page = Files.readString(PAGE);
        int begin = page.indexOf("| `event` |");
        String row = page.substring(begin, page.indexOf('\n', begin));
        for (DeliveryEvent.Kind kind : DeliveryEvent.Kind.values()) {
            assertTrue(row.contains("`" + kind.text() + "`"), kind::text);
        }
    }

    @Test
    void theFieldsAndHeadersOfEvents() throws Exception {
        assertEquals(
                EventSchema.SCHEMA.fields().stream()
                        .map(org.apache.kafka.connect.data.Field::name)
                        .toList(),
                rows("Events", 1));
        assertEquals(constants(EventHeaders.class), rows("Events", 2));
    }

    @Test
    void theFieldsOfCountsByDmarc() throws Exception {
        assertEquals(
                DmarcSchema.SCHEMA.fields().stream()
                        .map(org.apache.kafka.connect.data.Field::name)
                        .toList(),
                rows("Counts by DMARC", 1));
    }

    @Test
    void theMeaningsOfFailures() throws Exception {
        String page = Files.readString(PAGE);
        for (Classification meaning : Classification.values()) {
            assertTrue(page.contains("`" + meaning.name().toLowerCase(Locale.ROOT) + "`"), meaning::name);
        }
    }
}
