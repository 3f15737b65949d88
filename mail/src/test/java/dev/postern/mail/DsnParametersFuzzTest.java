package dev.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The parameters of a request, in four lines: what is read from them is written, and read again it is the same. */
public final class DsnParametersFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(DsnParametersFuzzTest.class, DsnParametersFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", 4);
        try {
            DsnRequest request = DsnParameters.request(line(lines, 0), line(lines, 1));
            Map<String, String> written = parameters(DsnParameters.of(request));
            assertEquals(request, DsnParameters.request(written.get("RET"), written.get("ENVID")));
        } catch (IllegalArgumentException e) {
            assertTrue(e.getMessage().matches("(RET|ENVID) .*"), "the message names the parameter");
        }
        try {
            DsnRequest.Recipient recipient = DsnParameters.recipient(line(lines, 2), line(lines, 3));
            Map<String, String> written = parameters(DsnParameters.of(recipient));
            assertEquals(recipient, DsnParameters.recipient(written.get("NOTIFY"), written.get("ORCPT")));
        } catch (IllegalArgumentException e) {
            assertTrue(e.getMessage().matches("(NOTIFY|NOTIFY=NEVER|ORCPT) .*"), "the message names the parameter");
        }
    }

    private static String line(String[] lines, int number) {
        return number < lines.length && !lines[number].isEmpty() ? lines[number] : null;
    }

    // As SMTP takes them apart: at spaces, and then at the first equals sign.
    private static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            String[] sides = parameter.split("=", -1);
            assertEquals(2, sides.length, "one equals sign");
            assertEquals(null, parameters.put(sides[0], sides[1]));
        }
        return parameters;
    }
}
