package dev.postern.smtp.server.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.Reply;
import dev.postern.smtp.policy.Check;
import dev.postern.smtp.policy.Trust;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.smtp.server.SmtpServerBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DnsSettingsTest {
    private static DnsSettings settings(Map<String, String> texts) {
        return new DnsSettings(SettingValues.of(texts::get));
    }

    private static DnsSettings asking(String server) {
        return settings(Map.of("dns.servers", server, "check.sender.domain", "true"));
    }

    private static List<SettingProblem> problems(DnsSettings settings) {
        Problems problems = new Problems(SettingValues.of(name -> null), Face.of(key -> key.toUpperCase(Locale.ROOT)));
        settings.check(problems);
        return problems.found();
    }

    private static List<Check> checks(DnsSettings settings) {
        SmtpServerBuilder server =
                SmtpServer.builder((envelope, message) -> CompletableFuture.completedFuture(Reply.of(250, "OK")));
        try (ListenerParts parts = new ListenerParts(server, "mx.example.org", Trust.IN_USERS, Face.of(name -> name))) {
            settings.applyTo(parts);
            return parts.checks();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.53, 192.0.2.53, 53",
        "192.0.2.53:5353, 192.0.2.53, 5353",
        "2001:db8::53, 2001:db8:0:0:0:0:0:53, 53",
        "[2001:db8::53], 2001:db8:0:0:0:0:0:53, 53",
        "[2001:db8::53]:5353, 2001:db8:0:0:0:0:0:53, 5353",
        "::1, 0:0:0:0:0:0:0:1, 53"
    })
    void readsServers(String text, String address, int port) {
        DnsSettings settings = asking(text);
        assertEquals(List.of(), problems(settings));
        assertEquals(address, settings.servers().get(0).getAddress().getHostAddress());
        assertEquals(port, settings.servers().get(0).getPort());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ns.example.org",
                "localhost",
                "192.0.2",
                "192.0.2.53:",
                "192.0.2.53:0",
                "192.0.2.53:65536",
                "192.0.2.53:dns",
                "192.0.2.53:-1",
                "[2001:db8::53",
                "[2001:db8::53]x",
                "[2001:db8::53]x:53",
                "2001:db8::53::1",
                ":53"
            })
    void refusesWhatIsNoAddress(String text) {
        List<SettingProblem> problems = problems(asking(text));
        assertEquals(1, problems.size(), problems.toString());
        assertEquals("dns.servers", problems.get(0).name());
        assertEquals(text, problems.get(0).value());
        assertTrue(problems.get(0).remedy().contains("[2001:db8::53]:53"), problems::toString);
    }

    @Test
    void refusesAnAllowListThatNothingStandsAgainst() {
        assertEquals(
                "lets pass whom DNS.BLOCK.LISTS would refuse, but that is empty: set both or neither",
                problems(settings(Map.of("dns.allow.lists", "wl.example.org")))
                        .get(0)
                        .remedy());
        assertEquals(
                List.of(),
                problems(settings(Map.of("dns.block.lists", "bl.example.org", "dns.allow.lists", "wl.example.org"))));
    }

    @Test
    void asksNobodyUnlessACheckDoes() {
        assertEquals(List.of(), checks(settings(Map.of("dns.servers", "192.0.2.53"))));
        assertEquals(1, checks(asking("192.0.2.53")).size());
    }
}
