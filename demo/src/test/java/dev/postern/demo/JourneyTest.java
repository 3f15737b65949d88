package dev.postern.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.Reply;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.testkit.FreePort;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hops that fail; one that goes well through all parts is in DemoIT. */
@Timeout(60)
class JourneyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();

    /** What following a mail into this port fails with; the topics are on a broker that is not there. */
    private String failure(int port, Duration patience) throws IOException {
        Topics topics = new Topics("127.0.0.1:" + FreePort.onLoopback());
        try (Receiver receiver = new Receiver(directory, arrival -> {})) {
            Console console = new Console(new PrintWriter(out));
            Journey journey = new Journey(new Sender(PATIENCE), topics, receiver, console, patience);
            Entrance entrance = new Entrance("listener", port, "bean", "mails");
            return assertThrows(DemoException.class, () -> journey.follow(entrance))
                    .getMessage();
        }
    }

    private static SmtpServer answering(Reply reply) throws IOException {
        return SmtpServer.builder((envelope, message) -> {
                    message.close();
                    return CompletableFuture.completedFuture(reply);
                })
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("listener.example.org")
                .stopGrace(Duration.ofMillis(100))
                .start();
    }

    @Test
    void aListenerThatRefusesIsNamedWithItsReply() throws IOException {
        try (SmtpServer listener = answering(Reply.of(451, "4.3.0", "Rolled back"))) {
            assertEquals("SMTP client -> listener: 451 4.3.0 Rolled back", failure(listener.port(), PATIENCE));
        }
    }

    @Test
    void aListenerThatIsNotThereIsNamed() throws IOException {
        String failure = failure(FreePort.onLoopback(), PATIENCE);
        assertTrue(failure.startsWith("SMTP client -> listener: "), failure);
    }

    @Test
    void aReplyWithoutAnIdIsNoProof() throws IOException {
        try (SmtpServer listener = answering(Reply.of(250, "2.0.0", "Queued"))) {
            assertEquals(
                    "SMTP client -> listener: the reply names no id: 250 2.0.0 Queued",
                    failure(listener.port(), PATIENCE));
        }
    }

    @Test
    void aMailThatIsInNoTopicIsMissed() throws IOException {
        try (SmtpServer listener = answering(Reply.of(250, "2.0.0", "Accepted as 01ARZ3NDEKTSV4RRFFQ69G5FAV"))) {
            assertEquals(
                    "bean -> topic mails: no record of mail 01ARZ3NDEKTSV4RRFFQ69G5FAV within PT0.5S",
                    failure(listener.port(), Duration.ofMillis(500)));
        }
    }
}
