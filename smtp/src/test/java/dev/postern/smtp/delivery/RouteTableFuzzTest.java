package dev.postern.smtp.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Domain;
import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Routes, one a line, of recipients and senders with a space between: each is told as wrong, or takes what it names. */
public final class RouteTableFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(RouteTableFuzzTest.class, RouteTableFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        List<String> lines = List.of(new String(input, StandardCharsets.UTF_8).split("\n", -1));
        RouteTable<String> table = new RouteTable<>();
        for (String line : lines) {
            int space = line.indexOf(' ');
            String recipient = line.substring(0, Math.max(0, space));
            String sender = line.substring(space + 1);
            try {
                table.add(listed(recipient), listed(sender), line);
            } catch (IllegalArgumentException e) {
                assertFalse(String.valueOf(e.getMessage()).isEmpty());
                return;
            }
            assertTrue(table.find(null, Domain.parse("any.invalid")).stream().allMatch(lines::contains));
            if (!recipient.startsWith("*.") && !sender.startsWith("*.")) {
                RouteTable<String> alone = new RouteTable<>();
                alone.add(listed(recipient), listed(sender), line);
                Domain domain = Domain.parse(recipient.isEmpty() ? "any.invalid" : recipient);
                assertEquals(line, alone.find(address(sender), domain).orElse("none"));
            }
        }
    }

    private static List<String> listed(String text) {
        return text.isEmpty() ? List.of() : List.of(text);
    }

    private static Address address(String sender) {
        if (sender.equals("<>")) {
            return null;
        }
        return Address.parse(sender.isEmpty() ? "a@any.invalid" : sender.indexOf('@') < 0 ? "a@" + sender : sender);
    }
}
