package dev.postern.smtp.auth;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Slows down who guesses passwords. Failures are counted per address, of IPv6 per /64, and per user; a count halves in a quarter of an
 * hour.
 *
 * <p>An <b>address</b> with more than {@value #FREE_OF_ADDRESS} failures is refused, for a time that doubles with each further one, up to an
 * hour: that is who guesses. A <b>user</b> with more than {@value #FREE_OF_USER} failures, from wherever they come, is only answered later, up
 * to some seconds: were it refused, anybody could keep it out for ever. So one who guesses from many addresses is slowed down but not
 * stopped; that is left to the length of the password. Where a user has logged in within a day it is not delayed, however many guess
 * elsewhere.
 *
 * <p>Failures count when they are known: as many logins as are under way at once can go wrong before the first counts. Memory is bounded: of
 * too many addresses or users those seen longest ago are forgotten. May be used by any thread.
 */
public final class LoginThrottle {
    static final int FREE_OF_ADDRESS = 5;
    static final int FREE_OF_USER = 10;
    static final Duration FIRST_REFUSAL = Duration.ofSeconds(30);
    static final Duration LONGEST_REFUSAL = Duration.ofHours(1);
    static final Duration FIRST_DELAY = Duration.ofMillis(250);
    static final Duration LONGEST_DELAY = Duration.ofSeconds(8);
    static final Duration TRUST = Duration.ofDays(1);
    private static final int MOST_KEYS = 20_000;

    private final Clock clock;
    private final FailureCounts addresses;
    private final FailureCounts users;
    private final RecentKeys<Instant> trusted;

    /** @param clock tells when counts have faded */
    public LoginThrottle(Clock clock) {
        this(clock, MOST_KEYS);
    }

    LoginThrottle(Clock clock, int mostKeys) {
        this.clock = clock;
        this.addresses = new FailureCounts(mostKeys);
        this.users = new FailureCounts(mostKeys);
        this.trusted = new RecentKeys<>(mostKeys);
    }

    /** How long this address may not try; zero if it may now. */
    public synchronized Duration refusal(@Nullable InetAddress address) {
        Instant now = clock.instant();
        String key = AddressBlock.of(address);
        Duration length = doubled(FIRST_REFUSAL, addresses.countAtLast(key) - FREE_OF_ADDRESS, LONGEST_REFUSAL);
        Duration rest = length.minus(addresses.sinceLast(key, now));
        return rest.isNegative() ? Duration.ZERO : rest;
    }

    /**
     * Counts a login that failed.
     *
     * @param user whom the client wanted to be, or null if it did not come to that
     */
    public synchronized void failed(@Nullable InetAddress address, @Nullable String user) {
        Instant now = clock.instant();
        addresses.add(AddressBlock.of(address), now);
        if (user != null) {
            users.add(user, now);
        }
    }

    /** Counts a login that succeeded: the user is trusted at this address from now on. */
    public synchronized void succeeded(@Nullable InetAddress address, String user) {
        trusted.put(pair(address, user), clock.instant());
    }

    /**
     * How long replies to one who says it is this user must wait, be they good or bad: else an answer that tarries would be a wrong guess.
     *
     * @param user null where the client has not said it
     */
    public synchronized Duration delay(@Nullable InetAddress address, @Nullable String user) {
        Instant now = clock.instant();
        if (user == null) {
            return Duration.ZERO;
        }
        Instant since = trusted.get(pair(address, user));
        if (since != null && now.isBefore(since.plus(TRUST))) {
            return Duration.ZERO;
        }
        return doubled(FIRST_DELAY, users.count(user, now) - FREE_OF_USER, LONGEST_DELAY);
    }

    /** Zero for no failure too many, this for the first one, twice as long for each further one. */
    private static Duration doubled(Duration first, double tooMany, Duration most) {
        if (tooMany <= 0) {
            return Duration.ZERO;
        }
        double millis = first.toMillis() * Math.pow(2, Math.ceil(tooMany) - 1);
        return millis >= most.toMillis() ? most : Duration.ofMillis((long) millis);
    }

    private static String pair(@Nullable InetAddress address, String user) {
        return AddressBlock.of(address) + " " + user;
    }
}
