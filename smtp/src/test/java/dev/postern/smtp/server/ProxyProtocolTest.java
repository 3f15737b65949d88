package dev.postern.smtp.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.policy.Networks;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.TlsFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that come by way of a proxy. */
@Timeout(60)
class ProxyProtocolTest {
    /** What stands before the hexadecimal digits of a header of version 2 here, and on the wire. */
    private static final String V2 = "v2 ";

    private static final String SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";

    private final RecordingSink sink = new RecordingSink();

    @TempDir
    private Path directory;

    private SmtpServer server(String proxies, boolean implicitTls) throws IOException {
        return SmtpServer.builder(sink)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .spool(Spool.in(directory))
                .tls(implicitTls ? TestTls.server() : null)
                .implicitTls(implicitTls)
                .proxies(Networks.parse(List.of(proxies)))
                .start();
    }

    private void sendMail(Conversation client) throws IOException {
        client.expect("220");
        client.say("EHLO client", "250");
        client.sendMail("", "bob@example.net", "x\r\n").expect("250");
    }

    private static String onTheWire(String header) {
        return header.startsWith(V2)
                ? SIGNATURE + new String(HexFormat.of().parseHex(header.substring(V2.length())), ISO_8859_1)
                : header;
    }

    private String client() {
        return sink.mails().get(0).envelope().client().address().toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY TCP4 192.0.2.7 198.51.100.1 4711 25\r\n",
                "v2 2111000cc0000207c633640112670019",
            })
    void areKnownByTheAddressThatTheProxySays(String header) throws IOException {
        try (SmtpServer server = server("127.0.0.0/8", false);
                Conversation client = new Conversation(server.port())) {
            client.send(onTheWire(header));
            sendMail(client);
            assertEquals("/192.0.2.7:4711", client());
            assertTrue(sink.mails().get(0).content().contains("([192.0.2.7])"));
        }
    }

    @Test
    void maySendTheirHeaderInPieces() throws IOException {
        try (SmtpServer server = server("127.0.0.1", false);
                Conversation client = new Conversation(server.port())) {
            String header = "PROXY TCP6 2001:db8::7 2001:db8::1 4711 25\r\n";
            for (int i = 0; i < header.length(); i++) {
                client.send(header.substring(i, i + 1));
            }
            sendMail(client);
            assertEquals("/[2001:db8:0:0:0:0:0:7]:4711", client());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROXY UNKNOWN\r\n", "v2 20000000"})
    void thatTheProxyDoesNotNameAreTheProxyItself(String header) throws IOException {
        try (SmtpServer server = server("127.0.0.1", false);
                Conversation client = new Conversation(server.port())) {
            client.send(onTheWire(header));
            sendMail(client);
            assertTrue(client().startsWith("/127.0.0.1:"), client());
        }
    }

    @Test
    void speakTlsBehindTheHeader() throws IOException {
        try (SmtpServer server = server("127.0.0.1", true);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write("PROXY TCP4 192.0.2.7 198.51.100.1 4711 465\r\n".getBytes(ISO_8859_1));
            try (Conversation client = new Conversation(TlsFixture.get().secure(socket))) {
                sendMail(client);
                assertEquals("/192.0.2.7:4711", client());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EHLO client\r\n",
                "PROXY TCP4 localhost 198.51.100.1 4711 25\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 99999 25\r\n",
                "PROXY UNIX_STREAM a b\r\n",
                "v2 2111000100",
                "v2 31110000",
            })
    void areCutOffWhereTheProxyDoesNotSpeakIt(String header) throws IOException {
        try (SmtpServer server = server("127.0.0.1", false);
                Conversation client = new Conversation(server.port())) {
            client.send(onTheWire(header));
            client.expectEnd();
            assertEquals(0, server.connections());
        }
    }

    @Test
    void mayNotSayItThemselves() throws IOException {
        try (SmtpServer server = server("192.0.2.0/24", false);
                Conversation client = new Conversation(server.port())) {
            client.expect("220");
            client.say("PROXY TCP4 192.0.2.7 198.51.100.1 4711 25", "500 5.5.1");
            client.say("EHLO client", "250");
            client.sendMail("", "bob@example.net", "x\r\n").expect("250");
            assertTrue(client().startsWith("/127.0.0.1:"), client());
        }
    }
}
