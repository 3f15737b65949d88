package dev.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.testkit.Rfc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageHeaderTest {
    private static MessageHeader header(String text) throws IOException {
        return MessageHeader.read(Message.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    @Rfc("5322#3.6.2")
    void theSenderIsWhomSenderNamesElseTheFirstAuthor() throws IOException {
        assertEquals(
                "s@example.org",
                String.valueOf(header("From: a@example.org, b@example.org\r\nSender: S <s@example.org>\r\n\r\n")
                        .sender()));
        assertEquals(
                "a@example.org",
                String.valueOf(
                        header("From: a@example.org, b@example.org\r\n\r\n").sender()));
        assertNull(header("To: a@example.org\r\n\r\nFrom: x@example.org").sender());
    }

    @Test
    @Rfc({"5322#3.4", "5322#2.2.3b"})
    void recipientsAreThoseOfToCcAndBccOnce() throws IOException {
        assertEquals(
                "[a@example.org, b@example.org, \"c d\"@example.org, e@example.org]",
                header("To: A <a@example.org>,\r\n B <b@example.org>\r\ncc: g: a@example.org, \"c d\"@example.org;\r\n"
                                + "BCC: e@example.org\r\n\r\n")
                        .recipients()
                        .toString());
    }

    @Test
    void aNameThatCanNotBeDecodedHidesNoAddress() throws IOException {
        for (String name : List.of("=?utf-8?q?=  3?=", "=?utf-8?b?*?=", "=?none?q?a?=", "=?utf-8?q?=ZZ?=")) {
            assertEquals(
                    "[a@example.org]",
                    header("To: " + name + " <a@example.org>\r\n\r\n")
                            .recipients()
                            .toString(),
                    name);
        }
    }

    @Test
    void aHeaderThatIsNoneIsRefusedWithItsName() throws IOException {
        MessageHeader header = header("To: a@@b\r\n\r\n");
        assertEquals(
                "To is not a list of mail addresses",
                assertThrows(InvalidMailException.class, header::recipients).getMessage());
        String endless = "X: y\r\n".repeat(2_000);
        assertThrows(InvalidMailException.class, () -> header(endless));
    }
}
