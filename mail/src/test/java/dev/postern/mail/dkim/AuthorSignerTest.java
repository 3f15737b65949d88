package dev.postern.mail.dkim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.InvalidMailException;
import dev.postern.mail.Message;
import dev.postern.testkit.Rfc;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorSignerTest {
    private static final AuthorSigner SIGNER = AuthorSigner.of(new DkimKeyRing(List.of(
            TestKeys.rsa(), new DkimKey("b\u00fccher.example", "idn", TestKeys.ED25519.getPrivate(), Instant.EPOCH))));

    private static Message message(String header) {
        return Message.of((header + "\r\n\r\nHello\r\n").getBytes(UTF_8));
    }

    @ParameterizedTest(name = "{0}")
    @Rfc({"6376#5.1", "8616#5"})
    @CsvSource({
        "From: susan@example.org, d=example.org;",
        "'fRoM : \"Susan, Sales\" (us) <susan@Example.ORG>', d=example.org;",
        "'From: Susan\r\n <susan@example.org>, bob@example.net', d=example.org;",
        "From: eva@xn--bcher-kva.example, d=xn--bcher-kva.example;",
        "From: \u00e9va@b\u00fccher.example, d=xn--bcher-kva.example;"
    })
    void signsForTheDomainOfTheAuthor(String from, String domain) throws IOException {
        try (Message signed = SIGNER.signed(message("Sender: list@example.net\r\n" + from))) {
            String text = new String(signed.toByteArray(), UTF_8);
            assertTrue(text.startsWith("DKIM-Signature:") && text.contains(domain), text);
            assertTrue(text.endsWith("\r\n" + "Sender: list@example.net\r\n" + from + "\r\n\r\nHello\r\n"), text);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: bob@example.net",
                "From: bob@example.net, susan@example.org",
                "From: susan@sub.example.org",
                "From: MAILER-DAEMON",
                "From: ",
                "Sender: susan@example.org",
                "From: bob@example.net\r\nFrom: susan@example.org"
            })
    void leavesMailOfOthersAsItIs(String header) throws IOException {
        Message message = message(header);
        assertSame(message, SIGNER.signed(message));
    }

    @ParameterizedTest
    @Rfc("6376#3.8")
    @ValueSource(strings = {"From: susan@example.net", "nothing", "X: \0"})
    void refusesMailOfOursThatOthersReadOtherwise(String second) {
        assertThrows(InvalidMailException.class, () -> SIGNER.signed(message("From: susan@example.org\r\n" + second)));
    }

    @Test
    void refusesAHeaderThatIsTooLargeToBeRead() {
        InvalidMailException failure =
                assertThrows(InvalidMailException.class, () -> SIGNER.signed(message("X: " + "x".repeat(256 << 10))));
        assertEquals("the header of the message is larger than 262144 octets", failure.getMessage());
    }
}
