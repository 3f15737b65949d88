package dev.postern.mail.signature;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.testkit.Rfc;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyFilterTest {
    @ParameterizedTest(name = "[{index}] {0}")
    @Rfc("6376#3.4.3")
    @CsvSource({
        "'', '|'",
        "'|', '|'",
        "'|||', '|'",
        "'a', 'a|'",
        "'a|', 'a|'",
        "'a|||', 'a|'",
        "'||a', '||a|'",
        "'a |  b|', 'a |  b|'",
        "'a| |', 'a| |'",
        "'a<', 'a<|'",
        "'a|<', 'a|<|'",
        "'a>|', 'a>|'",
        "'a>>||', 'a>>|'",
        "'<<|', '<<|'"
    })
    void simple(String body, String canonical) {
        assertEquals(text(canonical), filtered(Canonicalization.SIMPLE, text(body)));
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @Rfc("6376#3.4.4")
    @CsvSource({
        "'', ''",
        "'|', ''",
        "'|||', ''",
        "' ', ''",
        "' | _|', ''",
        "'a', 'a|'",
        "'a |||', 'a|'",
        "'a| |_|', 'a|'",
        "' a|b_ c |', ' a|b c|'",
        "'a| ', 'a|'",
        "'a <', 'a <|'",
        "'a <b', 'a <b|'",
        "'a > |', 'a >|'",
        "'||a', '||a|'",
        "' |a', '|a|'"
    })
    void relaxed(String body, String canonical) {
        assertEquals(text(canonical), filtered(Canonicalization.RELAXED, text(body)));
    }

    @Test
    @Rfc("6376#3.4.5")
    void formsTheExampleOfTheRfc() {
        String body = " C \r\nD \t E\r\n\r\n\r\n";
        assertEquals(" C\r\nD E\r\n", filtered(Canonicalization.RELAXED, body));
        assertEquals(" C \r\nD \t E\r\n", filtered(Canonicalization.SIMPLE, body));
    }

    @Test
    void givesTheSameInPiecesOfAnySize() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            String body = randomBody(random);
            for (Canonicalization form : Canonicalization.values()) {
                assertEquals(filtered(form, body), inPieces(form, body, random), () -> "seed " + seed);
            }
        }
    }

    @Test
    void passesMillionsOfEmptyLinesOn() {
        byte[] lines = "\r\n".repeat(4_096).getBytes(ISO_8859_1);
        long[] count = new long[1];
        BodyFilter filter = new BodyFilter(Canonicalization.RELAXED, (octets, from, to) -> count[0] += to - from);
        for (int i = 0; i < 1_000; i++) {
            filter.update(lines, 0, lines.length);
        }
        filter.update(new byte[] {'a'}, 0, 1);
        filter.finish();
        assertEquals(1_000L * lines.length + 3, count[0]);
    }

    private static String randomBody(Random random) {
        String alphabet = "ab \t\r\n\0\f\u00ff";
        StringBuilder body = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            body.append(random.nextInt(3) == 0 ? "\r\n" : alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return body.toString();
    }

    private static String inPieces(Canonicalization form, String body, Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BodyFilter filter = new BodyFilter(form, (octets, from, to) -> out.write(octets, from, to - from));
        byte[] octets = body.getBytes(ISO_8859_1);
        for (int from = 0; from < octets.length; ) {
            int to = Math.min(octets.length, from + 1 + random.nextInt(4));
            filter.update(octets, from, to);
            from = to;
        }
        filter.finish();
        return out.toString(ISO_8859_1);
    }

    private static String filtered(Canonicalization form, String body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BodyFilter filter = new BodyFilter(form, (octets, from, to) -> out.write(octets, from, to - from));
        byte[] octets = body.getBytes(ISO_8859_1);
        filter.update(octets, 0, octets.length);
        filter.finish();
        return out.toString(ISO_8859_1);
    }

    /** A bar is CRLF, angles are CR and LF alone, an underscore is a tab. */
    private static String text(String cell) {
        return cell.replace("|", "\r\n").replace('<', '\r').replace('>', '\n').replace('_', '\t');
    }
}
