package dev.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.dns.ZoneResolver;
import dev.postern.smtp.Reply;
import dev.postern.smtp.discovery.Discovery;
import dev.postern.smtp.discovery.DiscoverySettings;
import dev.postern.smtp.discovery.TlsProbe;
import dev.postern.smtp.provider.ProviderTable;
import dev.postern.smtp.server.ServerTls;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.testkit.TlsFixture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DiscoverCommandTest {
    private String output = "";

    /** This zone, and the servers of this machine. */
    private record Zone(String text) implements Network {
        @Override
        public Connected connect(List<InetSocketAddress> dnsServers) throws IOException {
            TlsProbe probe = TlsProbe.builder()
                    .hello("gateway.example.org")
                    .patience(Duration.ofSeconds(10))
                    .trust(TlsFixture.get().truststore(), TlsFixture.get().password())
                    .build();
            return new Connected() {
                @Override
                public Discovery discovery(DiscoverySettings settings) {
                    return new Discovery(ZoneResolver.of(text), ProviderTable.shipped(), probe, settings, new Random());
                }

                @Override
                public void close() {
                    probe.close();
                }
            };
        }
    }

    private int run(String zone, String... arguments) {
        StringWriter text = new StringWriter();
        int status = DiscoverCommand.commandLine(new Zone(zone))
                .setOut(new PrintWriter(text, true))
                .setErr(new PrintWriter(text, true))
                .execute(arguments);
        output = text.toString().replace(System.lineSeparator(), "\n");
        return status;
    }

    private void prints(String lines) {
        assertTrue(output.contains(lines), output);
    }

    @Test
    void printsWhatWasFoundAndHowAndTheSettings() throws IOException {
        try (SmtpServer server = SmtpServer.builder((envelope, message) -> {
                    message.close();
                    return CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "Taken"));
                })
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("relay.example.net")
                .tls(ServerTls.from(
                        List.of(TlsFixture.get().keystore()), TlsFixture.get().password()))
                .start()) {
            String zone = """
                    _submission._tcp.example.org. SRV 0 1 %d localhost.
                    _pop3._tcp.example.org. SRV 0 0 0 .
                    localhost. A 127.0.0.1
                    """.formatted(server.port());
            assertEquals(0, run(zone, "--private-addresses", "\"su\\\"san\"@example.org"));
            prints("submission  localhost:" + server.port()
                    + ", STARTTLS, found by the SRV records of the domain; its certificate names it\n"
                    + "  Mind: localhost is not in example.org: only DNS says that it is its server");
            prints("\nimap  not found\npop3  not found\n");
            prints("""
                    For the sink connector:
                      "smtp.host": "localhost",
                      "smtp.port": "%d",
                      "smtp.tls": "required",
                      "smtp.username": "\\"su\\\\\\"san\\"@example.org",
                      "smtp.password": "..."
                    """.formatted(server.port()));
            prints("""
                    Tried:
                      submission  _submissions._tcp.example.org: has no SRV record
                    """);
            prints("  pop3  _pop3._tcp.example.org: says that this is not offered\n");
            assertEquals(1, run(zone, "susan@example.org"), "an address that is private");
            prints("  submission  localhost:" + server.port() + ", STARTTLS: has no public address\n");
            assertFalse(output.contains("For the sink connector"), output);
        }
    }

    @Test
    void namesTheProviderAndWhatItTakes() {
        assertEquals(0, run("example.org. MX 1 aspmx.l.google.com.", "susan@example.org"));
        prints("submission  smtp.gmail.com:465, TLS from the first octet (Google Workspace), found by the MX hosts");
        prints("imap  imap.gmail.com:993, TLS from the first octet (Google Workspace), found by the MX hosts");
        prints("pop3  pop.gmail.com:995, TLS from the first octet (Google Workspace), found by the MX hosts");
        prints("""
                  "smtp.relay": "google-workspace",
                  "smtp.username": "susan@example.org",
                  "smtp.password": "..."
                  Google Workspace takes a token (OAuth 2.0, https://oauth2.googleapis.com/token), or an app password; user name\
                 and password: the whole address, and an app password.
                """);
        assertEquals(0, run("", "susan@outlook.com"));
        prints("""
                  "smtp.relay": "outlook.com",
                  "smtp.username": "susan@outlook.com",
                  "smtp.oauth.token.endpoint": "https://login.microsoftonline.com/consumers/oauth2/v2.0/token",
                """);
    }

    @Test
    void exitsWithOneWhereNothingIsFound() {
        assertEquals(1, run("", "susan@example.org"));
        prints("submission  not found\nimap  not found\npop3  not found\n\nTried:\n");
        prints("  submission  MX of example.org: there is none\n");
        prints("  pop3  pop.example.org:995, TLS from the first octet: has no address\n");
    }

    @Test
    void tellsWhatIsNoAddressAndWhatIsNoServer() {
        assertEquals(2, run("", "susan"));
        prints("address without a domain");
        assertEquals(2, run("", "--dns", "dns.example.org", "susan@example.org"));
        prints("must be an address, not a name");
        assertEquals(2, run("", "--timeout", "0", "susan@example.org"));
        prints("--timeout is at least 1 second");
        assertEquals(2, run(""));
        prints("Missing required parameter");
        assertEquals(0, run("", "--help"));
        prints("never asks for a password");
    }
}
