package dev.postern.smtp.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.SettableClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private static final InetAddress HERE = address("192.0.2.1");
    private static final InetAddress ELSEWHERE = address("192.0.2.2");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-25T12:00:00Z"));
    private final LoginThrottle throttle = new LoginThrottle(clock);

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void fail(int times, InetAddress address, String user) {
        for (int i = 0; i < times; i++) {
            throttle.failed(address, user);
        }
    }

    @Test
    void anAddressIsRefusedForLongerAndLongerUpToAnHour() {
        fail(LoginThrottle.FREE_OF_ADDRESS, HERE, "susan");
        assertEquals(Duration.ZERO, throttle.refusal(HERE));
        fail(1, HERE, "susan");
        assertEquals(Duration.ofSeconds(30), throttle.refusal(HERE));
        clock.pass(Duration.ofSeconds(10));
        assertEquals(Duration.ofSeconds(20), throttle.refusal(HERE));
        clock.pass(Duration.ofSeconds(-10));
        fail(1, HERE, null);
        assertEquals(Duration.ofSeconds(60), throttle.refusal(HERE));
        fail(1_000, HERE, "susan");
        assertEquals(LoginThrottle.LONGEST_REFUSAL, throttle.refusal(HERE));
        assertEquals(Duration.ZERO, throttle.refusal(ELSEWHERE));
        clock.pass(LoginThrottle.LONGEST_REFUSAL);
        assertEquals(Duration.ZERO, throttle.refusal(HERE));
    }

    @Test
    void failuresFade() {
        fail(LoginThrottle.FREE_OF_ADDRESS, HERE, "susan");
        clock.pass(Duration.ofMinutes(15));
        fail(2, HERE, "susan"); // 2.5 + 2
        assertEquals(Duration.ZERO, throttle.refusal(HERE));
        fail(1, HERE, "susan");
        assertTrue(throttle.refusal(HERE).toSeconds() >= 29);
    }

    @Test
    void aNetworkOfIpv6IsOneAddress() {
        fail(6, address("2001:db8:0:1::1"), "susan");
        assertTrue(throttle.refusal(address("2001:db8:0:1:ffff::2")).toSeconds() > 0);
        assertEquals(Duration.ZERO, throttle.refusal(address("2001:db8:0:2::1")));
        fail(6, null, "susan");
        assertTrue(throttle.refusal(null).toSeconds() > 0);
    }

    @Test
    void aUserIsDelayedAndNeverRefused() {
        for (int i = 0; i < LoginThrottle.FREE_OF_USER; i++) {
            fail(1, address("198.51.100." + i), "susan");
            assertEquals(Duration.ZERO, throttle.delay(HERE, "susan"));
        }
        fail(1, ELSEWHERE, "susan");
        assertEquals(LoginThrottle.FIRST_DELAY, throttle.delay(address("198.51.100.77"), "susan"));
        fail(1_000, ELSEWHERE, "susan");
        assertEquals(LoginThrottle.LONGEST_DELAY, throttle.delay(address("198.51.100.78"), "susan"));
        assertEquals(Duration.ZERO, throttle.refusal(HERE));
        assertEquals(Duration.ZERO, throttle.delay(HERE, "bob"));
        assertEquals(Duration.ZERO, throttle.delay(HERE, null));
    }

    @Test
    void whereAUserHasLoggedInItIsNotDelayed() {
        throttle.succeeded(HERE, "susan");
        fail(1_000, ELSEWHERE, "susan");
        assertEquals(Duration.ZERO, throttle.delay(HERE, "susan"));
        assertEquals(Duration.ZERO, throttle.delay(HERE, "susan"));
        clock.pass(LoginThrottle.TRUST);
        fail(1_000, ELSEWHERE, "susan");
        assertEquals(LoginThrottle.LONGEST_DELAY, throttle.delay(HERE, "susan"));
    }

    @Test
    void memoryIsBounded() {
        LoginThrottle small = new LoginThrottle(Clock.systemUTC(), 10);
        for (int i = 0; i < 6; i++) {
            small.failed(HERE, "susan");
        }
        for (int i = 0; i < 9; i++) {
            small.failed(address("198.51.100." + i), "user" + i);
        }
        assertTrue(small.refusal(HERE).toSeconds() > 0);
        for (int i = 0; i < 10; i++) {
            small.failed(address("198.51.100." + i), "user" + i);
        }
        assertEquals(Duration.ZERO, small.refusal(HERE));
        RecentKeys<String> keys = new RecentKeys<>(3);
        for (int i = 0; i < 100; i++) {
            keys.put("key" + i, "value");
        }
        assertEquals(3, keys.size());
        assertEquals("value", keys.get("key99"));
    }
}
