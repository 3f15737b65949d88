package dev.postern.mail.spf;

import dev.postern.mail.dns.Resolver;
import dev.postern.mail.dns.ZoneResolver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/** Checks as tests make them: of 192.0.2.1, which says that it is mail.example.org, and mail of ann@example.org. */
final class Checks {
    static final String CLIENT = "192.0.2.1";
    static final String HELO = "mail.example.org";
    static final String SENDER = "ann@example.org";
    static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);

    private Checks() {}

    /** By the policy of example.org, where the rest of the zone is this. */
    static SpfFinding byPolicy(String policy, String... zone) {
        return of(ZoneResolver.of(zone(policy, zone)), CLIENT, SENDER);
    }

    static String zone(String policy, String... zone) {
        return "example.org. TXT \"" + policy + "\"\n" + String.join("\n", zone) + "\n";
    }

    static SpfFinding of(Resolver resolver, String client, String sender) {
        return of(resolver, SpfQuery.mailFrom(address(client), HELO, sender));
    }

    static SpfFinding of(Resolver resolver, SpfQuery query) {
        return of(resolver, SpfLimits.STANDARD, query);
    }

    static SpfFinding of(Resolver resolver, SpfLimits limits, SpfQuery query) {
        return new SpfVerifier(resolver, limits, "mx.receiver.example", CLOCK)
                .verify(query)
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
