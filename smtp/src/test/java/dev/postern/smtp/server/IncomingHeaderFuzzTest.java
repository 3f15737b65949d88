package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.testkit.fuzz.Corpus;
import dev.postern.testkit.fuzz.Pieces;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A header is completed and freed of Return-Path as line by line, in pieces of any size; the rest is as it was. */
public final class IncomingHeaderFuzzTest {
    private static final HeaderChanges DROPS = new HeaderChanges(true, Map.of());
    private static final HeaderChanges BOTH =
            new HeaderChanges(true, Map.of("date", "Date: D\r\n", "message-id", "Message-ID: M\r\n"));
    private static final int LONGEST_NAME = 997;
    private static final char COLON = ':';
    private static final char LF = '\n';

    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(IncomingHeaderFuzzTest.class, IncomingHeaderFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        Pieces pieces = Pieces.of(input);
        String message = new String(pieces.all(), StandardCharsets.ISO_8859_1);
        for (HeaderChanges changes : List.of(HeaderChanges.NONE, DROPS, BOTH)) {
            String expected = expected(changes, message);
            assertEquals(expected, changed(changes, List.of(pieces.all())));
            assertEquals(expected, changed(changes, pieces.cut()));
        }
    }

    private static String changed(HeaderChanges changes, List<byte[]> pieces) {
        StringBuilder out = new StringBuilder();
        IncomingHeader header = new IncomingHeader(
                changes, (in, index, length) -> out.append(in.toString(index, length, StandardCharsets.ISO_8859_1)));
        for (byte[] piece : pieces) {
            header.content(Unpooled.wrappedBuffer(piece), 0, piece.length);
        }
        header.end();
        return out.toString();
    }

    private static String expected(HeaderChanges changes, String message) {
        Map<String, String> missing = new TreeMap<>(changes.missing());
        StringBuilder kept = new StringBuilder();
        boolean drops = false;
        int from = 0;
        while (from < message.length() && !message.startsWith("\n", from) && !message.startsWith("\r\n", from)) {
            int feed = message.indexOf(LF, from);
            String line = message.substring(from, feed < 0 ? message.length() : feed + 1);
            if (!line.startsWith(" ") && !line.startsWith("\t")) {
                int colon =
                        line.substring(0, Math.min(LONGEST_NAME, line.length())).indexOf(COLON);
                String name = colon < 0
                        ? ""
                        : line.substring(0, colon).stripTrailing().toLowerCase(Locale.ROOT);
                drops = changes.dropsReturnPath() && name.equals("return-path");
                missing.remove(name);
            }
            if (!drops) {
                boolean torn = feed < 0 && !missing.isEmpty();
                kept.append(line).append(torn ? "\r\n" : "");
            }
            from += line.length();
        }
        missing.values().forEach(kept::append);
        return kept.append(message.substring(from)).toString();
    }
}
