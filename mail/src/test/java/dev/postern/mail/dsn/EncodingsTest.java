package dev.postern.mail.dsn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Ascii;
import dev.postern.mail.mime.Base64Lines;
import dev.postern.testkit.Rfc;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The encodings of the parts, against those of the JDK and of Apache Mime4j. */
class EncodingsTest {
    @Test
    void base64OfAnySizeIsInLinesAndAsLongAsItSays() throws IOException {
        for (int size = 0; size < 57 * 260; size += size < 240 ? 1 : 97) {
            byte[] octets = new byte[size];
            new Random(size).nextBytes(octets);
            byte[] encoded;
            try (InputStream in = new Base64Lines(new ByteArrayInputStream(octets))) {
                encoded = in.readAllBytes();
            }
            assertEquals(Base64Lines.size(size), encoded.length, "size " + size);
            String lines = new String(encoded, StandardCharsets.US_ASCII);
            assertTrue(size == 0 || lines.endsWith("\r\n"), "size " + size);
            assertTrue(lines.lines().allMatch(line -> !line.isEmpty() && line.length() <= 76), "size " + size);
            assertArrayEquals(octets, Base64.getMimeDecoder().decode(encoded), "size " + size);
        }
    }

    @Test
    @Rfc("6533#3")
    void unitextIsAsciiAndIsReadBack() {
        assertEquals(
                "jos\\x{E9}\\x{20}\\x{5C}\\x{2B}\\x{3D}\\x{01}\\x{1F600}",
                Unitext.encode("jos\u00e9 \\+=\u0001\ud83d\ude00"));
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int count = random.nextInt(20); count > 0; count--) {
                int c = random.nextInt(random.nextBoolean() ? 0x80 : 0x110000);
                text.appendCodePoint(c >= 0xd800 && c < 0xe000 ? '\\' : c);
            }
            String encoded = Unitext.encode(text.toString());
            assertTrue(Ascii.holds(encoded) && encoded.chars().allMatch(c -> c > ' ' && c < 0x7f), encoded);
            assertEquals(text.toString(), Unitext.decode(encoded));
        }
    }

    @Test
    void whatIsNoUnitextStaysAsItIs() {
        for (String text : new String[] {
            "\\x{", "\\x{}", "\\x{1}", "\\x{e9}", "\\x{110000}", "\\x{DFFF}", "\\x{1234567}", "\\y{41}"
        }) {
            assertEquals(text, Unitext.decode(text));
        }
    }
}
