package dev.postern.mail.arrival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Message;
import dev.postern.mail.content.MailOutline;
import dev.postern.mail.mime.ReadLimits;
import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whatever a mail is like, it is of one kind, and what is told of it is bounded. */
public final class ArrivalReaderFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(ArrivalReaderFuzzTest.class, ArrivalReaderFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        try (Message message = Message.of(input)) {
            MailOutline mail = MailOutline.of(message, ReadLimits.STANDARD);
            Arrival arrival = ArrivalReader.read(mail, input.length % 2 == 0 ? "" : null);
            assertEquals(arrival.kind() == Arrival.Kind.DELIVERY_STATUS, arrival.notice() != null);
            assertEquals(arrival.kind() == Arrival.Kind.COMPLAINT, arrival.complaint() != null);
            assertEquals(arrival.kind() == Arrival.Kind.RECEIPT, arrival.receipt() != null);
            if (arrival.notice() != null) {
                assertTrue(arrival.notice().recipients().size() <= 1_001);
                arrival.notice().recipients().forEach(ArrivalReaderFuzzTest::check);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a message in memory can be read", e);
        }
    }

    private static void check(DeliveryNotice.Recipient recipient) {
        assertFalse(recipient.address().isEmpty());
        assertTrue(recipient.address().length() <= 400, recipient::address);
        assertTrue(recipient.text().length() <= 1_000);
        assertTrue(recipient.status() == null || recipient.status().matches("[245]\\.\\d{1,3}\\.\\d{1,3}"));
        assertTrue(recipient.code() == 0 || (recipient.code() >= 200 && recipient.code() < 600));
    }
}
