package dev.postern.smtp.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Domain;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.dns.ZoneResolver;
import dev.postern.smtp.client.Assurance;
import dev.postern.smtp.client.MailServer;
import dev.postern.smtp.tlsrpt.ResultType;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.SettableClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsReportsTest {
    private static final Domain BANK = Domain.parse("bank.example");
    private static final Domain SHY = Domain.parse("shy.example");
    private static final MailServer SERVER =
            new MailServer("mx.example", new InetSocketAddress("192.0.2.1", 25)).assured(Assurance.STS);
    private static final Resolver DNS =
            ZoneResolver.of("_smtp._tls.bank.example TXT \"v=TLSRPTv1;rua=mailto:tls@bank.example\"\n");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-27T12:00:00Z"));

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Test
    @Rfc({"8460#3c", "8460#5.1"})
    void whoAsksForItHasAReportOfTheDayThatIsOver(@TempDir Path directory) throws Exception {
        Path reports = directory.resolve("reports");
        try (TlsReports observer = new TlsReports(reports, "gateway.example.org", DNS, null, clock)) {
            observer.connected(Set.of(BANK, SHY), SERVER, null);
            observer.connected(Set.of(BANK), SERVER, ResultType.CERTIFICATE_EXPIRED);
            observer.connected(Set.of(Domain.parse("[192.0.2.1]")), SERVER, null);
            observer.connected(Set.of(BANK), MailServer.named("relay.example", 587), ResultType.VALIDATION_FAILURE);
            assertEquals(List.of(), files(reports));
            clock.pass(Duration.ofHours(12));
            observer.connected(Set.of(BANK), SERVER, null);
        }
        List<Path> written = files(reports);
        assertEquals(1, written.size());
        String name = written.get(0).getFileName().toString();
        assertTrue(name.matches("gateway\\.example\\.org!bank\\.example!1795737600!1795823999![^!]+\\.json"), name);
        String json = Files.readString(written.get(0));
        assertTrue(json.contains("\"policy-type\":\"sts\""), json);
        assertTrue(json.contains("\"total-successful-session-count\":1,\"total-failure-session-count\":1"), json);
        assertTrue(
                json.contains("\"result-type\":\"certificate-expired\",\"receiving-mx-hostname\":\"mx.example\","
                        + "\"receiving-ip\":\"192.0.2.1\",\"failed-session-count\":1"),
                json);
    }
}
