package dev.postern.mail.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.ContentLimitException;
import dev.postern.mail.Message;
import dev.postern.testkit.Rfc;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which parts a reader finds in what strangers send. */
@Timeout(60)
class PartReaderTest {
    private static Message message(String lines) {
        return Message.of(lines.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    private static MessagePart read(String lines) throws IOException {
        return PartReader.read(message(lines), ReadLimits.STANDARD);
    }

    private static String refusal(String lines) {
        return assertThrows(ContentLimitException.class, () -> read(lines)).getMessage();
    }

    /** The leaves with what stands in them, those of a multipart in brackets. */
    private static String outline(String lines) throws IOException {
        return outline(message(lines), read(lines));
    }

    private static String outline(Message message, MessagePart part) throws IOException {
        if (!part.parts().isEmpty()) {
            List<String> parts = new ArrayList<>();
            for (MessagePart each : part.parts()) {
                parts.add(outline(message, each));
            }
            return "[" + String.join(" ", parts) + "]";
        }
        try (InputStream in = part.open(message)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).replace("\r\n", "/");
        }
    }

    private static String multipart(String boundary, String body) {
        return "Content-Type: multipart/mixed; boundary=" + boundary + "\n\n" + body;
    }

    @ParameterizedTest
    @Rfc("2046#5.1.1c")
    @CsvSource(
            delimiter = '|',
            value = {
                "--b//one/--b//two/--b-- | [one two]",
                "preamble/--b//one/--b--/epilogue/--b//never | [one]",
                "--b//one//--b--/ | [one/]",
                "--b//one | [one]", // never closed
                "--b//one/--b | [one '']",
                "--b/--b-- | ['']",
                "--b  //one/--b--\t | [one]", // RFC 2046 §5.1.1: transport padding
                "--b//--bc/--b-/--B/-- b/ --b/--b x/x--b/--b-- | [--bc/--b-/--B/-- b/ --b/--b x/x--b]",
                "--b/Subject: no end of header/--b//two/--b-- | ['' two]",
                "--b/no field/ nor this/Content-Type: a/b//x/--b-- | [x]",
                "no boundary at all | no boundary at all",
                "'' | ''",
            })
    void partsStandBetweenDelimiters(String body, String outline) throws IOException {
        String lines = body.replace("a/b", "a\u0000b")
                .replace('/', '\n')
                .replace('\u0000', '/')
                .replace("''", "");
        assertEquals(outline.replace("''", ""), outline(multipart("b", lines)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "multipart/mixed | --b/one",
                "multipart/mixed; boundary | --b/one",
                "multipart/mixed; boundary=\"\" | --b/one",
                "multipart/mixed; boundary=\" \" | --b/one",
                "multipart/mixed; boundary=c | --b/one",
                "multipart; boundary=b | --b/one",
                "multipart/mixed/x; boundary=b | --b/one",
                "text/plain; boundary=b | --b/one",
                "multipart/mixed; boundary=\"b \" | [one]",
                "multipart/mixed; boundary*=us-ascii''%62 | [one]",
                "multipart/mixed; boundary*1=; boundary*0=b | [one]",
                "multipart/mixed; boundary=b; boundary=c | [one]",
                "(b) MULTIPART/mixed (c); x=\"boundary=c;\\\"\"; BOUNDARY=\"b\" | [one]",
            })
    void boundariesAreNotToBeHadByTricks(String type, String outline) throws IOException {
        String found = outline("Content-Type: " + type + "\n\n--b\n\none");
        assertEquals(outline, found.replace("--b//one", "--b/one"));
    }

    @Test
    @Rfc("2046#5.1.2")
    void aMultipartInsideEndsWithTheOneAroundIt() throws IOException {
        String inner = "--o\n" + multipart("i", "--i\n\none\n");
        assertEquals("[[one] two]", outline(multipart("o", inner + "--o\n\ntwo\n--o--\n--i\n\nthree\n")));
        String same = "--o\n" + multipart("o", "--o\n\none\n--o--\n");
        assertEquals("[[one]]", outline(multipart("o", same)));
    }

    @Test
    void onlyTheInnermostOfTheSameBoundaryCounts() throws IOException {
        String inner = "--b\n" + multipart("b", "--b\n\none\n--b--\n--b\n\ntwo\n--b--\n");
        assertEquals("[[one] two]", outline(multipart("b", inner)));
    }

    @Test
    @Rfc("2046#5.1.5")
    void partsOfADigestAreMessages() throws IOException {
        MessagePart digest = read("Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: x\n\nx\n--b--\n");
        assertEquals(
                List.of("message/rfc822"),
                digest.parts().stream().map(MessagePart::type).toList());
    }

    @Test
    void whatIsNoTypeIsText() throws IOException {
        for (String type : List.of(
                "",
                "text",
                "/",
                "/plain",
                "text/",
                "te xt/plain",
                "text/pl\u00e4in",
                "a/b/c",
                "x".repeat(300) + "/y")) {
            assertEquals("text/plain", read("Content-Type: " + type + "\n\n").type());
        }
        assertEquals("a/b", read("Content-Type: A/B; x\nContent-Type: c/d\n\n").type());
    }

    @Test
    void tenThousandMultipartsInEachOther() {
        StringBuilder nested = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            nested.append(multipart("b" + i, "--b" + i + "\n"));
        }
        assertEquals("its parts are nested deeper than 50", refusal(nested.toString()));
    }

    @Test
    void aHundredThousandParts() throws IOException {
        assertEquals("it has more than 2000 parts", refusal(multipart("b", "--b\n\nx\n".repeat(100_000))));
        assertEquals("it has more than 2000 parts", refusal(multipart("b", "--b\n".repeat(100_000))));
        assertEquals(
                1_999, read(multipart("b", "--b\n\nx\n".repeat(1_999))).parts().size());
    }

    @Test
    void aHeaderWithoutEnd() {
        String larger = "the headers of its parts are larger than 1048576 octets";
        assertEquals(larger, refusal("X: y\n".repeat(300_000)));
        assertEquals(larger, refusal("x".repeat(2_000_000)));
        assertEquals(larger, refusal(multipart("b", ("--b\nX: " + "y".repeat(10_000) + "\n\n").repeat(200))));
        assertEquals(
                "a field of a header that says what a part is is longer than 8192 octets",
                refusal("Content-Type: a/b" + "; x=y".repeat(10_000) + "\n\n"));
    }

    @Test
    void linesThatAreNearlyDelimitersTakeNoTimeToSpeakOf() throws IOException {
        StringBuilder open = new StringBuilder();
        for (int i = 0; i < 45; i++) {
            open.append(multipart("b".repeat(60) + i, "--" + "b".repeat(60) + i + "\n"));
        }
        String almost = "--" + "b".repeat(60) + "\n";
        MessagePart part = read(open + "\n" + almost.repeat(200_000));
        for (int i = 0; i < 45; i++) {
            assertEquals(1, part.parts().size());
            part = part.parts().get(0);
        }
        assertTrue(part.encodedSize() > 12_000_000, part.type());
    }

    @Test
    void idsAreThoseThatCanBeReferredTo() throws IOException {
        List<String> ids = List.of("<a@b>", "a@b", "<>", "<a b>", "<\u00e4@b>", "<" + "x".repeat(999) + ">");
        String found = ids.stream()
                .map(id -> {
                    try {
                        return String.valueOf(read("Content-ID: " + id + "\n\n").contentId());
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .collect(Collectors.joining(" "));
        assertEquals("a@b a@b <> null null null", found);
    }
}
