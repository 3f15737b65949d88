package dev.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.mail.HeaderEdit.Append;
import dev.postern.mail.HeaderEdit.Change;
import dev.postern.mail.HeaderEdit.Delete;
import dev.postern.mail.HeaderEdit.Insert;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderChangesTest {
    private static final String MESSAGE =
            "Received: ours\r\n\tfolded\r\nA: 1\r\nB : 2\r\n x\r\na: 3\r\n\r\nA: body\r\n";

    private static HeaderFields fields(String text) throws IOException {
        return HeaderFields.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)), 1_000);
    }

    private static String edited(String text, int hidden, HeaderEdit... edits) throws IOException {
        Message original = Message.of(text.getBytes(StandardCharsets.ISO_8859_1));
        Message changed = HeaderChanges.of(fields(text), hidden, List.of(edits)).applyTo(original);
        String result = new String(changed.toByteArray(), StandardCharsets.ISO_8859_1);
        assertEquals(changed.size(), result.length());
        try (InputStream in = changed.open()) {
            StringBuilder slow = new StringBuilder();
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                slow.append((char) octet);
            }
            assertEquals(result, slow.toString());
        }
        return result;
    }

    @Test
    void readsFieldsOctetForOctet() throws IOException {
        assertEquals(
                List.of("0 to 25 Received: ours\r\n\tfolded", "25 to 31 A: 1", "31 to 42 B: 2\r\n x", "42 to 48 a: 3"),
                HeaderFieldsFuzzTest.described(fields(MESSAGE)));
    }

    @Test
    void theStreamStandsAtTheBodyThen() throws IOException {
        InputStream in = new ByteArrayInputStream("A: 1\r\n\r\nbody".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals("", HeaderFields.read(in, 100).readAhead());
        assertEquals("body", new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
        assertEquals("no field\r\n", fields("A: 1\r\nno field\r\nB: 2\r\n").readAhead());
        assertEquals(
                " continues nothing\r\n",
                fields(" continues nothing\r\nB: 2\r\n").readAhead());
    }

    @Test
    void changesAreCountedInTheMessageAsItCame() throws IOException {
        assertEquals(
                "Received: ours\r\n\tfolded\r\nB : 2\r\n x\r\n\r\nA: body\r\n",
                edited(
                        MESSAGE,
                        1,
                        new Delete(1, "a"),
                        new Delete(2, "A"),
                        new Delete(3, "A"),
                        new Delete(1, "Received")));
        assertEquals(
                "Received: ours\r\n\tfolded\r\nA: 1\r\nB : 2\r\n x\r\nA: x\r\n\ty\r\nNew: z\r\n\r\nA: body\r\n",
                edited(MESSAGE, 1, new Change(2, "A", " x\r\n\ty"), new Change(1, "New", " z")));
    }

    @Test
    void insertsAboveTheFieldOfThatNumber() throws IOException {
        assertEquals(
                "Received: ours\r\n\tfolded\r\nY: 1\r\nX: 0\r\nA: 1\r\nB : 2\r\n x\r\nZ: 3\r\na: 3\r\nL: 9\r\nE: e\r\n\r\n"
                        + "A: body\r\n",
                edited(
                        MESSAGE,
                        1,
                        new Insert(0, "X", " 0"),
                        new Append("E", " e"),
                        new Insert(1, "Y", " 1"),
                        new Insert(3, "Z", " 3"),
                        new Insert(99, "L", " 9")));
    }

    @Test
    void insertsAlsoWhereAFieldGoes() throws IOException {
        assertEquals(
                "N: n\r\nB: 2\r\n\r\n",
                edited("A: 1\r\nB: 2\r\n\r\n", 0, new Delete(1, "A"), new Insert(0, "N", " n")));
        assertEquals("A: 1\r\nN: n\r\n", edited("A: 1", 0, new Append("N", " n")));
        assertEquals("N: n\r\n", edited("", 0, new Append("N", " n")));
    }

    @Test
    void aHeaderThatEndsWithoutALineEndTakesFields() throws IOException {
        assertEquals("A: 1\r\nB:2\r\n", edited("A: 1", 0, new Append("B", "2")));
        assertEquals("A:3\r\nB:2\r\n", edited("A: 1", 0, new Change(1, "A", "3"), new Append("B", "2")));
        assertEquals("B:2\r\n", edited("A: 1", 0, new Delete(1, "A"), new Insert(9, "B", "2")));
    }

    @Test
    void withoutEditsTheMessageStaysTheSame() throws IOException {
        Message message = Message.of(new byte[0]);
        assertSame(message, HeaderChanges.of(fields(MESSAGE), 1, List.of()).applyTo(message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "a\r\nb", "é"})
    void namesThatWouldBeSomethingElseAreRefused(String name) {
        assertThrows(IllegalArgumentException.class, () -> new Append(name, " x"));
        assertThrows(IllegalArgumentException.class, () -> new Delete(1, name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb", "a\nb", "a\n b", "a\rb", "a\0", "a\r\n", "a\r\n\r\n b", "\u0100"})
    void valuesThatWouldBreakOutAreRefused(String value) {
        assertThrows(IllegalArgumentException.class, () -> new Append("A", value));
        assertThrows(IllegalArgumentException.class, () -> new Change(1, "A", value));
        assertThrows(IllegalArgumentException.class, () -> new Insert(1, "A", value));
    }

    @Test
    void aHeaderHasBounds() {
        assertThrows(InvalidMailException.class, () -> fields("A: " + "x".repeat(1_000)));
        assertThrows(InvalidMailException.class, () -> fields("A: \0\r\n\r\n"));
        assertThrows(IllegalArgumentException.class, () -> new Insert(-1, "A", ""));
        assertThrows(IllegalArgumentException.class, () -> new Change(0, "A", ""));
    }
}
