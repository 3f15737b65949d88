package dev.postern.jca.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.postern.mail.Message;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MailIdentityTest {
    private static Message message(String content) {
        return Message.of(content.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String digest(String content) throws IOException {
        return MailIdentity.of("<1@example.org>", message(content)).digest();
    }

    /** Gives what is read of it in two pieces. */
    private static Message inPieces(Message message, int first) {
        return new Message() {
            @Override
            public long size() {
                return message.size();
            }

            @Override
            public InputStream open() throws IOException {
                return new ByteArrayInputStream(message.toByteArray()) {
                    @Override
                    public int read(byte[] target) {
                        return read(target, 0, pos < first ? first - pos : target.length);
                    }
                };
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void onlyTheBodyCounts() throws IOException {
        String body = digest("\r\nHello\r\n");
        assertEquals(body, digest("Received: by us\r\nSubject: hi\r\n\r\nHello\r\n"));
        assertEquals(body, digest("Subject: \r\n \r\r\n\r\nHello\r\n"));
        assertNotEquals(body, digest("Subject: hi\r\n\r\nhello\r\n"));
        assertNotEquals(body, digest("Subject: hi\r\n\r\n\r\nHello\r\n"));
    }

    @Test
    void aMailWithoutABodyHasAnEmptyOne() throws IOException {
        String empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        for (String content :
                Stream.of("", "\r\n", "Subject: hi\r\n", "Subject: hi\r\n\r\n").toList()) {
            assertEquals(empty, digest(content), content);
        }
    }

    @Test
    void howItIsReadDoesNotCount() throws IOException {
        String content = "Subject: \r \r\r\n\r\n\r\nHello\r\n";
        for (int first = 1; first < content.length(); first++) {
            MailIdentity read = MailIdentity.of("<1@example.org>", inPieces(message(content), first));
            assertEquals(digest(content), read.digest(), "split at " + first);
        }
    }

    @Test
    void theMessageIdIsThatOfTheHeaderUnlessItIsNoUse() throws IOException {
        assertEquals("<1@example.org>", MailIdentity.messageId(message("Message-Id:\r\n <1@example.org>\r\n\r\n")));
        assertNull(MailIdentity.messageId(message("Subject: hi\r\n\r\nMessage-ID: <1@example.org>\r\n")));
        assertNull(MailIdentity.messageId(message("Message-ID: \r\n\r\n")));
        char[] endless = new char[251];
        Arrays.fill(endless, 'x');
        assertNull(MailIdentity.messageId(message("Message-ID: " + new String(endless) + "\r\n\r\n")));
    }
}
