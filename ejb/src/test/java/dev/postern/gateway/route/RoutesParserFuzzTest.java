package dev.postern.gateway.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.jca.Destination;
import dev.postern.jca.MaildirPattern;
import dev.postern.mail.Address;
import dev.postern.mail.MalformedAddressException;
import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Routing tables: each is told as wrong, or brings mail for whatever address to an end, and to no directory elsewhere. */
public final class RoutesParserFuzzTest {
    private static final String NAME = "routes";

    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(RoutesParserFuzzTest.class, RoutesParserFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        RoutingTable table;
        try {
            table = RoutesParser.parse(NAME, text.lines().toList());
        } catch (RoutesException e) {
            assertTrue(String.valueOf(e.getMessage()).startsWith(NAME), e::toString);
            return;
        }
        for (String word : text.split("[\\s,]+", -1)) {
            try {
                check(table.deliveries(Address.parse(word)));
            } catch (MalformedAddressException e) {
                assertFalse(String.valueOf(e.getMessage()).isEmpty());
            }
        }
    }

    private static void check(Set<RoutingTable.Delivery> deliveries) {
        assertTrue(deliveries.size() <= 1_000);
        for (RoutingTable.Delivery delivery : deliveries) {
            assertFalse(delivery.target() instanceof Target.Alias);
            if (delivery.target() instanceof Target.Onward onward) {
                assertEquals(
                        onward.destination(),
                        Destination.parse(onward.destination().toString()));
                if (onward.destination() instanceof Destination.Maildir maildir) {
                    check(maildir.directory(), delivery.recipient());
                }
            }
        }
    }

    private static void check(MaildirPattern pattern, Address recipient) {
        Path directory = pattern.of(recipient);
        assertEquals(directory.normalize(), directory);
        assertTrue(directory.startsWith(pattern.base()), directory::toString);
        assertEquals(
                pattern.base().getNameCount() + pattern.rest().getNameCount(),
                directory.getNameCount(),
                List.of(directory)::toString);
    }
}
