package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.Domain;
import dev.postern.mail.Envelope;
import dev.postern.mail.EnvelopeAttributes;
import dev.postern.smtp.Reply;
import dev.postern.smtp.policy.AcceptedDomains;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.Rfc;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Local delivery: a reply for each recipient, on a port and on a Unix domain socket. */
@Timeout(60)
class LmtpTest {
    @TempDir
    Path directory;

    private final RecordingSink sink = new RecordingSink();

    private SmtpServerBuilder server(MailSink target) {
        return SmtpServer.builder(target)
                .mode(ListenerMode.LMTP)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .checks(List.of(new AcceptedDomains(Set.of(Domain.parse("example.net")))))
                .spool(Spool.in(directory));
    }

    private static Conversation greeted(SmtpServer server) throws IOException {
        Conversation client = new Conversation(server.port());
        client.expect("220 mx.example.org LMTP");
        client.say("LHLO client.example.org", "250 HELP");
        return client;
    }

    @Test
    @Rfc({"2033#4.2", "2033#5", "3848#1b"})
    void theEndOfTheContentIsAnsweredForEachRecipientThatWasTaken() throws IOException {
        try (SmtpServer server = server(sink).start();
                Conversation client = greeted(server)) {
            client.say("MAIL FROM:<susan@example.org>", "250 2.1.0");
            client.say("RCPT TO:<bob@example.net>", "250 2.1.5");
            client.say("RCPT TO:<eve@example.com>", "550 5.7.1");
            client.say("RCPT TO:<carol@example.net>", "250 2.1.5");
            client.say("RCPT TO:<bob@example.net>", "250 2.1.5"); // twice the same: two replies (RFC 2033 §4.2)
            client.say("DATA", "354 ");
            client.say("Subject: hello\r\n\r\nHello\r\n.", "250 2.0.0 Accepted as ");
            client.expect("250 2.0.0 Accepted as ");
            client.expect("250 2.0.0 Accepted as ");
            client.say("QUIT", "221 ");
            client.expectEnd();
            assertEquals(1, sink.mails().size());
            assertTrue(sink.mails().get(0).content().contains(" with LMTP id "));
        }
    }

    @Test
    @Rfc({"2033#5", "9422#3"})
    void offersWhatLmtpDemands() throws IOException {
        try (SmtpServer server = server(sink).start();
                Conversation client = new Conversation(server.port())) {
            client.expect("220 ");
            String offer = client.say("LHLO client.example.org", "250 HELP");
            for (String extension : List.of("PIPELINING", "ENHANCEDSTATUSCODES", "8BITMIME", "LIMITS RCPTMAX=1000")) {
                assertTrue(offer.contains("250-" + extension + "\n"), offer);
            }
        }
    }

    @Test
    @Rfc("2033#4.3")
    void theLastChunkIsAnsweredForEachRecipientAndTheOthersOnce() throws IOException {
        try (SmtpServer server = server(sink).start();
                Conversation client = greeted(server)) {
            client.send("MAIL FROM:<>\r\nRCPT TO:<bob@example.net>\r\nRCPT TO:<carol@example.net>\r\n");
            client.expect("250 ");
            client.expect("250 ");
            client.expect("250 ");
            client.send("BDAT 6\r\nA: b\r\nBDAT 9 LAST\r\n\r\nHello\r\nNOOP\r\n");
            client.expect("250 2.0.0 Chunk");
            client.expect("250 2.0.0 Accepted");
            client.expect("250 2.0.0 Accepted");
            client.expect("250 2.0.0 OK");
            client.send("BDAT 2 LAST\r\n\r\n"); // outside of a mail: one reply
            client.expect("503 5.5.1");
            client.say("NOOP", "250 2.0.0 OK");
        }
    }

    @Test
    @Rfc("2033#4.2b")
    void contentWithoutARecipientIsRefused() throws IOException {
        try (SmtpServer server = server(sink).start();
                Conversation client = greeted(server)) {
            client.say("MAIL FROM:<susan@example.org>", "250 ");
            client.say("RCPT TO:<eve@example.com>", "550 ");
            client.say("DATA", "503 5.5.1");
            client.send("BDAT 2 LAST\r\n\r\n").expect("503 5.5.1");
            client.say("RSET", "250 ");
        }
    }

    @Test
    @Rfc("2033#4.2")
    void aRefusalThatComesLateIsRepeatedToo() throws Exception {
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        MailSink late = (envelope, message) -> {
            message.close();
            return answer;
        };
        try (SmtpServer server = server(late).start();
                Conversation client = greeted(server)) {
            client.say("MAIL FROM:<>", "250 ");
            client.say("RCPT TO:<bob@example.net>", "250 ");
            client.say("RCPT TO:<carol@example.net>", "250 ");
            client.say("DATA", "354 ");
            client.send("\r\nHello\r\n.\r\nNOOP\r\n");
            answer.complete(Reply.of(451, "4.3.2", "Later"));
            client.expect("451 4.3.2 Later");
            client.expect("451 4.3.2 Later");
            client.expect("250 2.0.0 OK");
        }
    }

    @ParameterizedTest
    @CsvSource({"false, false, LMTP", "true, false, LMTPS", "false, true, LMTPA", "true, true, LMTPSA"})
    @Rfc("3848#1b")
    void receivedTellsTheProtocol(boolean tls, boolean user, String keyword) {
        Client client = new Client(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                "client",
                true,
                tls ? new Client.Tls("TLSv1.3", "TLS_AES_128_GCM_SHA256", null) : null,
                user ? "susan" : null);
        ReceivedField field = new ReceivedField("mx.example.org", ListenerMode.LMTP);
        Envelope envelope = Envelope.of("ID").build();
        assertTrue(field.of(envelope, client, Instant.EPOCH).contains(" with " + keyword + " id ID"));
        Envelope inUtf8 = Envelope.of("ID").smtpUtf8(true).build();
        assertTrue(field.of(inUtf8, client, Instant.EPOCH).contains(" with UTF8" + keyword + " id ID"));
    }

    private Path socket() {
        Assumptions.assumeTrue(Epoll.isAvailable(), "no epoll here");
        return directory.resolve("lmtp");
    }

    private static String talk(Path socket, String commands) throws IOException {
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            client.write(ByteBuffer.wrap(commands.getBytes(StandardCharsets.US_ASCII)));
            return new String(Channels.newInputStream(client).readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void listensOnAUnixDomainSocket() throws IOException {
        Path socket = socket();
        try (SmtpServer server = server(sink).listen(socket).start()) {
            assertEquals("rw-rw-rw-", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
            assertThrows(IllegalStateException.class, server::port);
            String replies = talk(
                    socket,
                    "LHLO client\r\nMAIL FROM:<>\r\nRCPT TO:<bob@example.net>\r\nDATA\r\n\r\nHello\r\n.\r\nQUIT\r\n");
            assertTrue(replies.contains("\r\n250 2.0.0 Accepted as "), replies);
            assertTrue(replies.endsWith("\r\n221 2.0.0 Bye\r\n"), replies);
            RecordingSink.Mail mail = sink.mails().get(0);
            assertTrue(mail.content().startsWith("Received: from client (local)\r\n"), mail.content());
            assertTrue(EnvelopeAttributes.of(mail.envelope()).contains(Map.entry(EnvelopeAttributes.CLIENT, "local")));
            assertEquals(
                    List.of(Address.parse("bob@example.net")), mail.envelope().recipients());
        }
        assertFalse(Files.exists(socket));
    }

    @Test
    void aSocketThatADeadProcessLeftBehindIsReplaced() throws IOException {
        Path socket = socket();
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }
        assertTrue(Files.exists(socket));
        try (SmtpServer server = server(sink).listen(socket).start()) {
            assertEquals(0, server.connections());
            assertTrue(talk(socket, "QUIT\r\n").startsWith("220 mx.example.org LMTP"));
        }
    }

    @Test
    void whatIsNotOursStays() throws IOException {
        Path socket = socket();
        try (ServerSocketChannel living = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            living.bind(UnixDomainSocketAddress.of(socket));
            BindException taken = assertThrows(
                    BindException.class, () -> server(sink).listen(socket).start());
            assertTrue(taken.getMessage().endsWith("somebody listens there already"), taken.getMessage());
            assertTrue(Files.exists(socket));
        }
        Path file = Files.writeString(directory.resolve("file"), "precious");
        assertThrows(BindException.class, () -> server(sink).listen(file).start());
        assertEquals("precious", Files.readString(file));
        Path nowhere = directory.resolve("no/such/directory");
        assertThrows(BindException.class, () -> server(sink).listen(nowhere).start());
        Path tooLong = directory.resolve("x".repeat(108));
        assertThrows(BindException.class, () -> server(sink).listen(tooLong).start());
    }

    @Test
    void aSocketIsForLmtpOnly() {
        SmtpServerBuilder builder = server(sink).mode(ListenerMode.MX).listen(directory.resolve("smtp"));
        assertThrows(IllegalArgumentException.class, builder::start);
    }
}
