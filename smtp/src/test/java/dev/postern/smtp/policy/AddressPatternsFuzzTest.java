package dev.postern.smtp.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Domain;
import dev.postern.mail.MalformedAddressException;
import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A pattern, the first line, matches those of the addresses, the others, that its stars let it. */
public final class AddressPatternsFuzzTest {
    private static final Pattern ASCII = Pattern.compile("[ -~]*");
    private static final char STAR = '*';

    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(AddressPatternsFuzzTest.class, AddressPatternsFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        List<String> lines = new String(input, StandardCharsets.UTF_8).lines().toList();
        String text = lines.isEmpty() ? "" : lines.get(0);
        AddressPatterns patterns;
        AddressPatterns tagged;
        try {
            patterns = AddressPatterns.parse(List.of(text), false);
            tagged = AddressPatterns.parse(List.of(text), true);
        } catch (IllegalArgumentException e) {
            assertTrue(String.valueOf(e.getMessage()).startsWith(text));
            return;
        }
        for (String line : lines.subList(1, lines.size())) {
            try {
                Address address = Address.parse(line);
                boolean matches = patterns.match(address);
                assertTrue(!matches || tagged.match(address));
                if (ASCII.matcher(text + line).matches() && !text.startsWith("/")) {
                    assertEquals(expected(text, address), matches);
                }
            } catch (MalformedAddressException e) {
                // no client comes with it
            }
        }
    }

    private static boolean expected(String pattern, Address address) {
        int at = pattern.lastIndexOf('@');
        String local = pattern.substring(0, at);
        String domain = pattern.substring(at + 1);
        boolean sameDomain = domain.indexOf(STAR) < 0
                ? Domain.parse(domain).text().equalsIgnoreCase(address.domain().text())
                : glob(domain, address.domain().text());
        return sameDomain && glob(local, address.localPart());
    }

    /** Whether a text is as a pattern has it: in the manner of a table, a row for each character of the pattern. */
    private static boolean glob(String pattern, String text) {
        boolean[] row = new boolean[text.length() + 1];
        row[0] = true;
        for (int i = 0; i < pattern.length(); i++) {
            boolean[] next = new boolean[row.length];
            for (int j = 0; j < row.length; j++) {
                next[j] = pattern.charAt(i) == STAR
                        ? row[j] || (j > 0 && next[j - 1])
                        : j > 0
                                && row[j - 1]
                                && Character.toLowerCase(pattern.charAt(i))
                                        == Character.toLowerCase(text.charAt(j - 1));
            }
            row = next;
        }
        return row[text.length()];
    }
}
