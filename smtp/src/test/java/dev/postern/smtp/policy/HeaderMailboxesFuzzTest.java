package dev.postern.smtp.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.postern.mail.Address;
import dev.postern.mail.InvalidMailException;
import dev.postern.mail.Mailboxes;
import dev.postern.mail.MalformedAddressException;
import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The mailboxes of a field are such as SMTP takes, and those that another parser of mail sees in it. */
public final class HeaderMailboxesFuzzTest {

    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(HeaderMailboxesFuzzTest.class, HeaderMailboxesFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8).replaceAll("[\r\n\0]", " ");
        List<Address> addresses;
        try {
            addresses = HeaderMailboxes.parse(text);
        } catch (MalformedAddressException e) {
            return;
        }
        assertFalse(addresses.isEmpty());
        String list = addresses.stream().map(address -> "<" + address + ">").collect(Collectors.joining(", "));
        assertEquals(addresses, HeaderMailboxes.parse(list));
        List<Address> expected;
        List<Address> others;
        try {
            expected = Mailboxes.addresses("From", list);
            others = Mailboxes.addresses("From", text);
        } catch (InvalidMailException e) { // it takes fewer than SMTP does
            return;
        }
        assertEquals(expected, others);
    }
}
