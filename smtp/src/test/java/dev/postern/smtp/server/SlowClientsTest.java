package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.policy.Limits;
import dev.postern.smtp.policy.Networks;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.Rfc;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that never fall silent and never come to an end either. */
@Timeout(120)
class SlowClientsTest {
    private static final Limits IMPATIENT = Limits.DEFAULT.withTimeouts(Duration.ofMillis(400), Duration.ofMillis(300));

    @TempDir
    Path directory;

    private Spool spool;

    @BeforeEach
    void openSpool() {
        spool = Spool.in(directory);
    }

    private SmtpServerBuilder server() {
        return SmtpServer.builder(new RecordingSink())
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .spool(spool);
    }

    private static Conversation beforeContent(SmtpServer server) throws IOException {
        Conversation client = new Conversation(server.port());
        client.expect("220");
        client.send("EHLO client\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\n");
        client.expect("250");
        client.expect("250");
        client.expect("250");
        return client;
    }

    @Test
    @Rfc("5321#4.5.3.2.7")
    void aCommandMustBeWholeInItsTime() throws IOException {
        try (SmtpServer server = server().limits(IMPATIENT).start()) {
            Resources before = Resources.of(server, spool);
            try (Conversation client = new Conversation(server.port())) {
                client.expect("220");
                Dribble.into(client.socket(), (byte) 'x');
                client.expect("421 4.4.2");
                client.expectEnd();
            }
            before.awaitReturned();
        }
    }

    @Test
    void contentMustFlow() throws IOException {
        try (SmtpServer server = server().limits(IMPATIENT).start()) {
            Resources before = Resources.of(server, spool);
            try (Conversation client = beforeContent(server)) {
                client.say("DATA", "354");
                Dribble.into(client.socket(), (byte) 'x');
                client.expect("421 4.4.2");
                client.expectEnd();
            }
            before.awaitReturned();
        }
    }

    @Test
    void aChunkMustFlow() throws IOException {
        try (SmtpServer server = server().limits(IMPATIENT).start()) {
            Resources before = Resources.of(server, spool);
            try (Conversation client = beforeContent(server)) {
                client.send("BDAT 999999999999999999 LAST\r\n");
                Dribble.into(client.socket(), (byte) 'x');
                client.expect("421 4.4.2");
                client.expectEnd();
            }
            before.awaitReturned();
        }
    }

    @Test
    @Rfc("5321#4.5.3.2.7")
    void betweenTwoChunksThereIsTheTimeOfACommand() throws IOException {
        Limits uneven = Limits.DEFAULT.withTimeouts(Duration.ofMillis(400), Duration.ofMinutes(3));
        try (SmtpServer server = server().limits(uneven).start();
                Conversation client = beforeContent(server)) {
            client.send("BDAT 3\r\nabc").expect("250");
            client.expect("421 4.4.2");
            client.expectEnd();
        }
    }

    @Test
    void aClientThatNeitherReadsNorClosesIsNotWaitedFor() throws IOException {
        try (SmtpServer server = server().limits(IMPATIENT).start()) {
            Resources before = Resources.of(server, spool);
            try (Conversation client = new Conversation(server.port())) {
                client.send("EHLO client\r\n".repeat(100) + "NOO");
                Awaitility.await().until(() -> server.connections() == 1);
                Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> server.connections() == 0);
            }
            before.awaitReturned();
        }
    }

    @Test
    void aHandshakeMustEnd() throws Exception {
        try (SmtpServer server =
                server().tls(TestTls.server()).implicitTls(true).start()) {
            Resources before = Resources.of(server, spool);
            byte[] hello = clientHello();
            try (Socket halfHello = new Socket(InetAddress.getLoopbackAddress(), server.port());
                    Socket helloOnly = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                Dribble.into(halfHello, hello);
                helloOnly.getOutputStream().write(hello);
                expectEnd(helloOnly);
                expectEnd(halfHello);
            }
            before.awaitReturned();
        }
    }

    @Test
    void aProxyMustSayItsHeaderInTime() throws Exception {
        try (SmtpServer server =
                server().proxies(Networks.parse(List.of("127.0.0.0/8"))).start()) {
            try (Socket proxy = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                Dribble.into(proxy, "PROXY TCP4 192.0.2.1 192.0.2.2 0".getBytes(StandardCharsets.US_ASCII));
                expectEnd(proxy);
            }
            assertEquals(0, server.connections());
        }
    }

    private static byte[] clientHello() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), hello);
        byte[] octets = new byte[hello.flip().remaining()];
        hello.get(octets);
        return octets;
    }

    private static void expectEnd(Socket socket) throws IOException {
        socket.setSoTimeout(60_000);
        InputStream in = socket.getInputStream();
        try {
            in.readAllBytes();
        } catch (SocketException e) { // a reset is an end too
            assertTrue(String.valueOf(e.getMessage()).contains("reset"), e.toString());
        }
    }
}
