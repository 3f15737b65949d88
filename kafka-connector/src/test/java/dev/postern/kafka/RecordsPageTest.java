package dev.postern.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.kafka.event.DeliveryEvent;
import dev.postern.kafka.event.EventHeaders;
import dev.postern.kafka.event.EventSchema;
import dev.postern.kafka.idempotency.Claims;
import dev.postern.kafka.record.StructuredMail;
import dev.postern.kafka.source.mailbox.MailboxAttributes;
import dev.postern.mail.EnvelopeAttributes;
import dev.postern.mail.dsn.Classification;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
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
    void theMeaningsOfFailures() throws Exception {
        String page = Files.readString(PAGE);
        for (Classification meaning : Classification.values()) {
            assertTrue(page.contains("`" + meaning.name().toLowerCase(Locale.ROOT) + "`"), meaning::name);
        }
    }
}
