package dev.postern.smtp.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A web page may have its visitor's browser write to any port of his machine. */
@Timeout(60)
class HttpClientsTest {
    private static final String MAIL = "EHLO page\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.net>\r\nDATA\r\n"
            + "Subject: from a web page\r\n\r\nhello\r\n.\r\nQUIT\r\n";

    private final AtomicInteger mails = new AtomicInteger();

    private String answers(String said) throws IOException {
        try (SmtpServer server = SmtpServer.builder((envelope, message) -> {
                            mails.incrementAndGet();
                            return new RecordingSink().accept(envelope, message);
                        })
                        .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .hostname("mx.example.org")
                        .start();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(said.getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST / HTTP/1.1", "GET /EHLO HTTP/1.0", "connect 127.0.0.1:25 HTTP/1.1", "PRI * HTTP/2.0"})
    void whatABrowserSaysIsAnsweredOnceAndItsMailIsNotTaken(String request) throws IOException {
        String answers = answers(request + "\r\nHost: localhost:2525\r\nContent-Type: text/plain\r\n\r\n" + MAIL);
        assertEquals("220 mx.example.org ESMTP Postern\r\n421 4.7.0 This is SMTP and not HTTP; closing\r\n", answers);
        assertEquals(0, mails.get());
    }

    @Test
    void withoutItTheSameMailIsTaken() throws IOException {
        assertTrue(answers(MAIL).contains("\r\n250 2.0.0 "));
        assertEquals(1, mails.get());
    }
}
