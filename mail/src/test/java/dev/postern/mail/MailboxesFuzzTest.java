package dev.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The addresses of a list are such as SMTP takes, written as a list they are the same ones, and the short way comes to what the long one does. */
public final class MailboxesFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(MailboxesFuzzTest.class, MailboxesFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        @Nullable List<Address> plain = PlainList.read(text);
        if (plain != null) {
            assertEquals(Mailboxes.parsed("to", text), plain);
        }
        List<Address> addresses;
        try {
            addresses = Mailboxes.addresses("to", text);
        } catch (InvalidMailException e) {
            assertTrue(e.getMessage().startsWith("to "));
            return;
        }
        addresses.forEach(address -> assertEquals(address, Address.parse(address.toString())));
        String list = addresses.stream().map(MailboxesFuzzTest::written).collect(Collectors.joining(", "));
        assertEquals(addresses, Mailboxes.addresses("to", list));
    }

    // a list names mailboxes beyond US-ASCII in quotes only
    private static String written(Address address) {
        boolean quotes = !address.isAscii() && !address.localPart().startsWith("\"");
        return quotes ? '"' + address.localPart() + "\"@" + address.domain() : address.toString();
    }
}
