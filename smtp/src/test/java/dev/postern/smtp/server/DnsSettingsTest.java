package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.policy.Trust;
import dev.postern.smtp.server.ListenerSettings.Problem;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DnsSettingsTest {
    private static DnsSettings asking(String... servers) {
        return new DnsSettings(List.of(servers), 5_000, List.of(), List.of(), true, false, false);
    }

    private static DnsSettings lists(List<String> block, String... allow) {
        return new DnsSettings(List.of(), 5_000, block, List.of(allow), false, false, false);
    }

    private static List<Problem> problems(DnsSettings settings) {
        Problems problems = new Problems();
        settings.check(problems, key -> key.toUpperCase(Locale.ROOT));
        return problems.found();
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
        assertEquals(address, settings.serverAddresses().get(0).getAddress().getHostAddress());
        assertEquals(port, settings.serverAddresses().get(0).getPort());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
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
        List<Problem> problems = problems(asking(text));
        assertEquals(1, problems.size(), problems.toString());
        assertEquals("dns.servers", problems.get(0).key());
        assertEquals(text, problems.get(0).value());
        assertTrue(problems.get(0).remedy().contains("[2001:db8::53]:53"), problems::toString);
    }

    @Test
    void refusesAnAllowListThatNothingStandsAgainst() {
        assertEquals(
                "lets pass whom DNS.BLOCK.LISTS would refuse, but that is empty: set both or neither",
                problems(lists(List.of(), "wl.example.org")).get(0).remedy());
        assertEquals(List.of(), problems(lists(List.of("bl.example.org"), "wl.example.org")));
    }

    @ParameterizedTest
    @ValueSource(longs = {99, 30_001, -1, Long.MAX_VALUE})
    void refusesATimeoutOutOfRange(long millis) {
        DnsSettings settings = new DnsSettings(List.of(), millis, List.of(), List.of(), false, false, false);
        assertEquals("must be from 100 to 30000", problems(settings).get(0).remedy());
    }

    @Test
    void asksNobodyUnlessACheckDoes() {
        assertFalse(lists(List.of()).isUsed());
        assertTrue(lists(List.of("bl.example.org")).isUsed());
        assertTrue(asking("192.0.2.53").isUsed());
        try (DnsChecks checks = DnsChecks.of(lists(List.of()), Trust.IN_USERS)) {
            assertEquals(List.of(), checks.checks());
        }
    }
}
