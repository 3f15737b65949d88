package dev.postern.smtp.policy;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.smtp.Reply;
import dev.postern.smtp.policy.GreylistStore.Entry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Defers, with 451 4.7.1, the first mail of a sender to a recipient from a network, as real servers try again and much spam does not
 * (RFC 6647). One that comes again after the delay passes, and all that follow.
 *
 * <p>A sender counts without tag and digits, for lists have a sender of its own for each mail. The null reverse-path is one sender: notices are tried
 * again too. Wrap it in {@link Trust#orElse}: printers and programs of users often do not try again.
 */
public final class Greylisting implements Check {
    private static final Verdict DEFERRED =
            new Verdict.Refused(Reply.of(451, "4.7.1", "Greylisted, please try again later"));

    private final GreylistStore store;
    private final Times times;
    private final Clock clock;

    /**
     * How long what lasts.
     *
     * @param delay from the first attempt until one passes
     * @param window from the first attempt until it is forgotten, unless one passed
     * @param lifetime from the last mail until one that has passed is forgotten
     */
    public record Times(Duration delay, Duration window, Duration lifetime) {
        /** @throws IllegalArgumentException if no attempt could pass */
        public Times {
            if (delay.compareTo(window) >= 0) {
                throw new IllegalArgumentException(
                        "the delay of " + delay + " must be shorter than the window of " + window);
            }
        }
    }

    public Greylisting(GreylistStore store, Times times, Clock clock) {
        this.store = store;
        this.times = times;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Verdict> recipient(Client client, @Nullable Address reversePath, Address recipient) {
        String triplet = ClientNetwork.of(ClientAddress.of(client)) + " " + sender(reversePath) + " "
                + recipient.toString().toLowerCase(Locale.ROOT);
        return store.find(triplet).thenApply(entry -> judge(triplet, entry));
    }

    private Verdict judge(String triplet, @Nullable Entry entry) {
        Instant now = clock.instant();
        Duration age = entry == null ? Duration.ZERO : Duration.between(entry.since(), now);
        boolean passed = entry != null && entry.passed();
        if (entry == null || age.compareTo(passed ? times.lifetime() : times.window()) > 0) {
            store.keep(triplet, new Entry(now, false), times.window());
            return DEFERRED;
        }
        if (!passed && age.compareTo(times.delay()) < 0) {
            return DEFERRED;
        }
        store.keep(triplet, new Entry(now, true), times.lifetime());
        return Verdict.ACCEPTED;
    }

    private static String sender(@Nullable Address reversePath) {
        if (reversePath == null) {
            return "<>";
        }
        String local = reversePath.localPart().toLowerCase(Locale.ROOT);
        int tag = local.indexOf('+');
        StringBuilder name = new StringBuilder();
        for (char c : (tag > 0 ? local.substring(0, tag) : local).toCharArray()) {
            boolean digit = c >= '0' && c <= '9';
            if (!digit || name.length() == 0 || name.charAt(name.length() - 1) != '#') {
                name.append(digit ? '#' : c);
            }
        }
        return name.append('@').append(reversePath.domain()).toString();
    }
}
