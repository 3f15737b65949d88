package dev.postern.smtp.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Domain;
import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A list that is read allows the responses that it names, and never one that says that it does not answer us. */
public final class DnsListFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(DnsListFuzzTest.class, DnsListFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        DnsList list;
        try {
            list = DnsList.parse(text);
        } catch (IllegalArgumentException e) {
            assertTrue(e.getMessage().startsWith("must ") || e.getMessage().startsWith("the responses "));
            return;
        }
        assertEquals(Domain.parse(list.zone()).text(), list.zone());
        assertEquals(list.zone(), DnsList.parse(list.zone()).zone());
        int equals = text.indexOf('=');
        int listed = 0;
        for (int last = 0; last < 256; last++) {
            boolean lists = list.isListing(address(127, 0, 0, last));
            assertEquals(equals < 0 || lists, lists);
            listed += lists ? 1 : 0;
            assertFalse(list.isListing(address(127, 255, 255, last)), "an error");
            assertFalse(list.isListing(address(last == 127 ? 128 : last, 0, 0, 2)), "not of a list");
        }
        if (equals >= 0 && text.substring(equals).matches("=127\\.0\\.0\\.\\d+")) {
            assertEquals(1, listed);
            assertTrue(list.isListing(address(127, 0, 0, Integer.parseInt(text.substring(text.lastIndexOf('.') + 1)))));
        }
    }

    private static InetAddress address(int... octets) {
        try {
            return InetAddress.getByAddress(
                    new byte[] {(byte) octets[0], (byte) octets[1], (byte) octets[2], (byte) octets[3]});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four octets", e);
        }
    }
}
