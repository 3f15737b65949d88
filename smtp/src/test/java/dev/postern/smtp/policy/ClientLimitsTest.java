package dev.postern.smtp.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Client;
import dev.postern.smtp.policy.ClientQuota.Rates;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClientLimitsTest {
    private static final Networks EXEMPT = Networks.parse(List.of("10.0.0.0/8"));

    private long now = Long.MAX_VALUE - 5; // the clock may run over

    private ClientLimits limits(ClientQuota quota) {
        return new ClientLimits(quota, EXEMPT, () -> now);
    }

    private static InetSocketAddress host(String address) {
        return new InetSocketAddress(address, 1);
    }

    private static String admit(ClientLimits limits, String address) {
        return String.valueOf(limits.admit(host(address)));
    }

    private static boolean mail(ClientLimits limits, String address, @Nullable String user) {
        return accepted(limits.sender(new Client(host(address), "x", true, null, user), null));
    }

    private static boolean accepted(CompletionStage<Verdict> verdict) {
        return verdict.toCompletableFuture().join() instanceof Verdict.Accepted;
    }

    @Test
    void openConnectionsAreCountedPerAddressAndNetwork() {
        ClientLimits limits = limits(new ClientQuota(2, 3, 0, Rates.NONE, Rates.NONE, Rates.NONE));
        assertEquals("null", admit(limits, "192.0.2.1"));
        assertEquals("null", admit(limits, "192.0.2.1"));
        String refused = "421 4.7.0 Too many connections from your address or network; closing";
        assertEquals(refused, admit(limits, "192.0.2.1"));
        assertEquals("null", admit(limits, "192.0.2.2"));
        assertEquals(refused, admit(limits, "192.0.2.3"));
        assertEquals("null", admit(limits, "192.0.3.1"));
        limits.left(host("192.0.2.1"));
        assertEquals("null", admit(limits, "192.0.2.3"));
        for (int i = 0; i < 10; i++) {
            assertEquals("null", admit(limits, "10.0.0.1"));
        }
    }

    @Test
    void connectionsThatComeTooFastAreTurnedAway() {
        ClientLimits limits = limits(new ClientQuota(0, 0, 0, new Rates(2, 0, 0), Rates.NONE, Rates.NONE));
        assertEquals("null", admit(limits, "2001:db8::1"));
        assertEquals("null", admit(limits, "2001:db8::1"));
        assertEquals("421 4.7.0 Connections come too fast, try again later; closing", admit(limits, "2001:db8::1"));
        now += Duration.ofSeconds(30).toNanos();
        assertEquals("null", admit(limits, "2001:db8::1"));
    }

    @Test
    void errorsCloseTheDoorForAWhile() {
        ClientLimits limits = limits(new ClientQuota(0, 0, 2, Rates.NONE, Rates.NONE, Rates.NONE));
        limits.failed(host("192.0.2.1"));
        assertEquals("null", admit(limits, "192.0.2.1"));
        limits.failed(host("192.0.2.1"));
        assertEquals("421 4.7.0 Too many errors, try again later; closing", admit(limits, "192.0.2.1"));
        assertEquals("null", admit(limits, "192.0.2.2"));
        now += Duration.ofHours(1).toNanos();
        assertEquals("null", admit(limits, "192.0.2.1"));
    }

    @Test
    void mailsAreCountedPerAddressNetworkAndUser() {
        ClientLimits limits =
                limits(new ClientQuota(0, 0, 0, new Rates(0, 2, 0), new Rates(0, 3, 0), new Rates(0, 1, 0)));
        assertTrue(mail(limits, "192.0.2.1", null));
        assertTrue(mail(limits, "192.0.2.1", null));
        assertFalse(mail(limits, "192.0.2.1", null));
        assertTrue(mail(limits, "192.0.2.2", null));
        assertFalse(mail(limits, "192.0.2.3", null));
        assertTrue(mail(limits, "192.0.2.1", "bob"));
        assertFalse(mail(limits, "10.0.0.1", "bob"));
        assertTrue(mail(limits, "10.0.0.1", null));
        now += Duration.ofHours(1).toNanos();
        assertTrue(mail(limits, "192.0.2.1", null));
    }

    @Test
    void recipientsAreCounted() {
        Check limits = limits(new ClientQuota(0, 0, 0, new Rates(0, 0, 1), Rates.NONE, Rates.NONE));
        assertEquals("accepted", Judged.client(limits, "192.0.2.1"));
        assertEquals("452 4.7.1 Too many recipients, try again later", Judged.client(limits, "192.0.2.1"));
    }

    @Test
    void aFloodOfAddressesDoesNotFillTheMemory() {
        RateLimit limit = new RateLimit(1, Duration.ofHours(1), () -> now);
        for (int i = 0; i < 60_000; i++) {
            limit.take(i);
        }
        assertTrue(limit.size() <= 50_000, () -> "holds " + limit.size());
        OpenCounts counts = new OpenCounts(1);
        for (int i = 0; i < 100; i++) {
            assertTrue(counts.add(i));
            assertFalse(counts.add(i));
            counts.remove(i);
        }
        assertEquals(0, counts.keys());
    }
}
