package dev.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The addresses in a header are such as SMTP takes. */
public final class MessageHeaderFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(MessageHeaderFuzzTest.class, MessageHeaderFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        List<Address> found = new ArrayList<>();
        try (Message message = Message.of(input)) {
            MessageHeader header = MessageHeader.read(message);
            Address sender = header.sender();
            if (sender != null) {
                found.add(sender);
            }
            List<Address> recipients = header.recipients();
            assertEquals(recipients.size(), new HashSet<>(recipients).size());
            found.addAll(recipients);
        } catch (InvalidMailException e) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException("a message in memory can be read", e);
        }
        found.forEach(address -> assertEquals(address, Address.parse(address.toString())));
    }
}
