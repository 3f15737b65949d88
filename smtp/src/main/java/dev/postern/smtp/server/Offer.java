package dev.postern.smtp.server;

import dev.postern.mail.Client;
import dev.postern.smtp.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reply to EHLO and LHLO: the extensions that are there for a client now (RFC 5321 §4.1.1.1). */
final class Offer {
    private static final int LARGEST_LIMIT = 999_999; // RFC 9422 §4.2: six digits

    private Offer() {}

    /**
     * @param messageSize the largest message in octets, for this client
     * @param mechanisms the line that offers AUTH, or null where it is not offered
     */
    static Reply of(ServerSettings settings, Client client, long messageSize, @Nullable String mechanisms) {
        List<String> lines = new ArrayList<>(13);
        lines.add(settings.hostname());
        lines.add("PIPELINING");
        lines.add("SIZE " + messageSize);
        lines.add("8BITMIME");
        lines.add("CHUNKING");
        lines.add("BINARYMIME");
        lines.add("ENHANCEDSTATUSCODES");
        lines.add("DSN");
        lines.add("SMTPUTF8");
        lines.add("LIMITS RCPTMAX=" + Math.min(settings.limits().recipients(), LARGEST_LIMIT));
        if (settings.tls() != null && client.tls() == null) { // RFC 3207 §4.2: not offered twice
            lines.add("STARTTLS");
        }
        if (mechanisms != null) {
            lines.add(mechanisms);
        }
        addHonours(DemandParameters.offered(settings, client.tls() != null), settings.clock(), lines);
        lines.add("HELP");
        return new Reply(250, null, lines);
    }

    private static void addHonours(Honours honours, Clock clock, List<String> lines) {
        if (honours.requireTls()) {
            lines.add("REQUIRETLS");
        }
        Duration longestHold = honours.longestHold();
        if (longestHold != null) { // RFC 4865 §3
            Instant last = clock.instant().plus(longestHold).truncatedTo(ChronoUnit.SECONDS);
            lines.add("FUTURERELEASE " + longestHold.toSeconds() + " " + last);
        }
        if (honours.deliverBy()) {
            lines.add("DELIVERBY");
        }
        if (honours.priority()) {
            lines.add("MT-PRIORITY");
        }
    }
}
