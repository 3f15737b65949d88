package dev.postern.kafka.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.dns.ZoneResolver;
import dev.postern.smtp.Reply;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.delivery.Outcome;
import dev.postern.smtp.discovery.Discovery;
import dev.postern.smtp.discovery.DiscoverySettings;
import dev.postern.smtp.limit.DailyCount;
import dev.postern.smtp.provider.ProviderTable;
import dev.postern.smtp.server.ServerTls;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.testkit.Nsd;
import dev.postern.testkit.RequiresPeer;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.TlsFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code smtp.relay=auto:…} comes to. */
@Timeout(60)
class RelaySearchTest {
    private static final Address SUSAN = Address.parse("susan@example.org");

    private static RelaySearch search(String zone, Map<String, String> login) {
        Discovery discovery = new Discovery(
                ZoneResolver.of(zone),
                ProviderTable.shipped(),
                (endpoint, address) -> CompletableFuture.failedFuture(new IOException("is not there")),
                DiscoverySettings.STANDARD.withDeadline(Duration.ofSeconds(10)),
                new Random());
        WaySettings way = WaySettings.common(new SmtpSinkConfig(login));
        return new RelaySearch(discovery, new RelayConfig(way), new LoginConfig(way.own()));
    }

    @Test
    void theProviderOfTheDomainIsTheRelay() throws IOException {
        Relay relay = search(
                        "example.org. MX 10 example-org.mail.protection.outlook.com.",
                        Map.of("smtp.username", "susan@example.org", "smtp.password", "s3cret"))
                .of(SUSAN);
        assertEquals("smtp.office365.com:587", relay.servers().get(0).toString());
        assertEquals(TlsMode.REQUIRED, relay.tls());
        assertTrue(relay.words().startsWith("smtp.office365.com:587, STARTTLS (Microsoft 365), found by the MX"));
    }

    @Test
    void aProviderThatTakesNoMailWithoutALoginIsToldAtTheStart() {
        IOException failure = assertThrows(
                IOException.class,
                () -> search("example.org. MX 10 mx1.mail.ovh.net.", Map.of()).of(SUSAN));
        assertTrue(
                failure.getMessage()
                        .startsWith("the relay is smtp.mail.ovh.net. Missing value for configuration smtp.username"),
                failure::getMessage);
    }

    @Test
    void allThatWasTriedIsToldInOneTextWithTheRemedy() {
        IOException failure = assertThrows(
                IOException.class,
                () -> search("smtp.example.org. A 203.0.114.1", Map.of()).of(SUSAN));
        for (String part : List.of(
                "no server for submission of example.org was found. Tried: ",
                "_submissions._tcp.example.org: has no SRV record",
                "smtp.example.org:465, TLS from the first octet: is not there",
                "Set smtp.host, smtp.port and smtp.tls in place of smtp.relay")) {
            assertTrue(failure.getMessage().contains(part), failure::getMessage);
        }
    }

    @Test
    @RequiresPeer("nsd")
    @Rfc({"6186#3.1", "6186#6"})
    void aTaskFindsItsRelayInDnsAndSendsThroughIt() throws Exception {
        TlsFixture fixture = TlsFixture.get();
        try (SmtpServer relay = SmtpServer.builder((envelope, message) -> {
                            message.close();
                            return CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "Taken"));
                        })
                        .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .hostname("relay.example.net")
                        .tls(ServerTls.from(List.of(fixture.keystore()), fixture.password()))
                        .implicitTls(true)
                        .start();
                Nsd nsd = Nsd.serving(Map.of("example.org", """
                        $TTL 300
                        example.org. IN SOA ns.example.org. hostmaster.example.org. 1 3600 900 604800 60
                        example.org. IN NS ns.example.org.
                        ns.example.org. IN A 127.0.0.1
                        _submissions._tcp.example.org. IN SRV 0 1 %d localhost.
                        """.formatted(relay.port()), "localhost", """
                        $TTL 300
                        localhost. IN SOA ns.localhost. hostmaster.localhost. 1 3600 900 604800 60
                        localhost. IN NS ns.localhost.
                        ns.localhost. IN A 127.0.0.1
                        localhost. IN A 127.0.0.1
                        """))) {
            Map<String, String> settings = new HashMap<>(Map.of(
                    "smtp.relay",
                    "auto:susan@example.org",
                    "smtp.mx.private.addresses",
                    "true",
                    "smtp.hello",
                    "gateway.example.org",
                    "smtp.truststore.location",
                    fixture.truststore().toString(),
                    "smtp.truststore.password",
                    new String(fixture.password()),
                    "dns.servers",
                    "127.0.0.1:" + nsd.address().getPort()));
            try (Delivery delivery = new SmtpSinkConfig(settings).delivery(DailyCount.NONE)) {
                assertEquals(
                        "localhost:" + relay.port()
                                + ", TLS from the first octet, found by the SRV records of the domain; its certificate names it",
                        delivery.destination());
                assertInstanceOf(Outcome.Delivered.class, OneMail.from(SUSAN, delivery));
            }
            settings.put("smtp.mx.private.addresses", "false");
            ConnectException failure = assertThrows(ConnectException.class, () -> new SmtpSinkTask().start(settings));
            assertTrue(failure.getMessage().contains("has no public address"), failure::getMessage);
        }
    }
}
