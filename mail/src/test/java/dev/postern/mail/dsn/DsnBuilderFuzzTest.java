package dev.postern.mail.dsn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.mail.DsnRequest;
import dev.postern.mail.Envelope;
import dev.postern.testkit.fuzz.Corpus;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.angus.mail.dsn.DeliveryStatus;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A notification keeps its form, whatever is in the mail and in what was said of it.
 *
 * <p>An input is a letter that says how the mail came, what the sender called the recipient, the diagnostic and the server, with a line
 * feed behind each but the letter; then the mail.
 */
public final class DsnBuilderFuzzTest {
    private static final int PARTS = 4;

    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(DsnBuilderFuzzTest.class, DsnBuilderFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        String[] parts = new String(input, 1, input.length - 1, StandardCharsets.ISO_8859_1).split("\n", PARTS);
        if (parts.length < PARTS) {
            return;
        }
        DsnRequest.Recipient recipient = new DsnRequest.Recipient(Set.of(), parts[0]);
        Envelope envelope = Notifications.envelope(Notifications.BOB)
                .dsn(new DsnRequest(DsnRequest.Ret.FULL, parts[0], Map.of(Notifications.BOB, recipient)))
                .smtpUtf8((input[0] & 1) != 0)
                .body((input[0] & 2) != 0 ? Envelope.Body.EIGHT_BIT_MIME : Envelope.Body.SEVEN_BIT)
                .build();
        RecipientReport report =
                new RecipientReport(Notifications.BOB, Action.FAILED, "5.0.0", parts[1], parts[2], null, null, null);
        Dsn dsn = Notifications.one(envelope, parts[3], report);
        Notifications.assertCanBeSent(dsn);
        try {
            assertEquals(3, Notifications.report(dsn).getCount());
            if (Notifications.report(dsn).getBodyPart(1).isMimeType("message/delivery-status")) {
                DeliveryStatus status = Notifications.status(dsn);
                assertEquals(1, status.getRecipientDSNCount());
                assertEquals("failed", status.getRecipientDSN(0).getHeader("Action", "|"));
            }
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }
}
