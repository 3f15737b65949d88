package dev.postern.smtp.server;

import dev.postern.mail.Demands;
import dev.postern.smtp.Reply;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parameters of one MAIL command that demand something of the servers on the way (RFC 8689, 4865, 2852, 6710). */
final class DemandParameters {
    private static final Reply BAD_REQUIRETLS = Reply.of(501, "5.5.4", "REQUIRETLS takes no value");
    private static final Reply BAD_HOLD = Reply.of(
            501, "5.5.4", "HOLDFOR is a number of seconds, HOLDUNTIL a time of UTC by RFC 3339; one of the two");
    private static final Reply HELD_TOO_LONG =
            Reply.of(501, "5.5.4", "The mail would be held back for longer than BY gives it");
    private static final Reply BAD_BY =
            Reply.of(501, "5.5.4", "BY is seconds;R or seconds;N, and R takes more than no seconds");
    private static final Reply BAD_PRIORITY =
            Reply.of(501, "5.5.2", "MT-PRIORITY is a number from -9 to 9"); // RFC 6710 §4.1

    private static final Pattern SECONDS = Pattern.compile("[1-9][0-9]{0,8}"); // RFC 4865 §3
    private static final Pattern UTC = // RFC 3339 §5.6
            Pattern.compile(
                    "[0-9]{4}-[0-9]{2}-[0-9]{2}T([0-9]{2}:){2}[0-9]{2}(\\.[0-9]{1,9})?Z", Pattern.CASE_INSENSITIVE);
    private static final Pattern BY =
            Pattern.compile("([+-]?[0-9]{1,9});([RN])(T?)", Pattern.CASE_INSENSITIVE); // RFC 2852 §4
    private static final Pattern PRIORITY = Pattern.compile("-?[1-9]|0"); // RFC 6710 §7

    private final Honours honours;
    private final boolean trusted;
    private final Instant now;
    private Demands demands = Demands.NONE;
    private boolean held;
    private boolean lowered;

    /**
     * @param honours what is known; the others are not
     * @param trusted whether the client may ask to be served before others
     * @param now what seconds count from
     */
    DemandParameters(Honours honours, boolean trusted, Instant now) {
        this.honours = honours;
        this.trusted = trusted;
        this.now = now;
    }

    /** Whether a parameter of this name, in upper case, is one of them and honoured. */
    boolean knows(String keyword) {
        return switch (keyword) {
            case "REQUIRETLS" -> honours.requireTls();
            case "HOLDFOR", "HOLDUNTIL" -> honours.longestHold() != null;
            case "BY" -> honours.deliverBy();
            case "MT-PRIORITY" -> honours.priority();
            default -> false;
        };
    }

    /**
     * Reads one that is {@linkplain #knows known}.
     *
     * @return what is wrong with it, or null
     */
    @Nullable
    Reply read(String keyword, String value) {
        return switch (keyword) {
            case "REQUIRETLS" -> readRequireTls(value);
            case "HOLDFOR" ->
                SECONDS.matcher(value).matches() ? hold(now.plusSeconds(Long.parseLong(value))) : BAD_HOLD;
            case "HOLDUNTIL" -> readHoldUntil(value);
            case "BY" -> readBy(value);
            default -> readPriority(value);
        };
    }

    /** What is wrong with all that was read, taken together; or null. */
    @Nullable
    Reply contradiction() {
        Instant until = demands.heldUntil();
        Demands.DeliverBy by = demands.deliverBy();
        return until != null && by != null && until.isAfter(by.time()) ? HELD_TOO_LONG : null; // RFC 4865 §5.2.2
    }

    Demands demands() {
        return demands;
    }

    /** Whether the priority is 0 instead of a higher one that was asked for. */
    boolean isPriorityLowered() {
        return lowered;
    }

    private @Nullable Reply readRequireTls(String value) {
        demands = demands.withRequireTls(true);
        return value.isEmpty() ? null : BAD_REQUIRETLS; // RFC 8689 §2
    }

    private @Nullable Reply readHoldUntil(String value) {
        if (!UTC.matcher(value).matches()) {
            return BAD_HOLD;
        }
        try {
            return hold(Instant.parse(value));
        } catch (DateTimeException e) {
            return BAD_HOLD;
        }
    }

    private @Nullable Reply hold(Instant until) {
        Duration longest = honours.longestHold();
        if (held || longest == null) { // RFC 4865 §4.2: one of the two
            return BAD_HOLD;
        }
        held = true;
        if (until.isAfter(now.plus(longest))) {
            return Reply.of(501, "5.5.4", "Mail is held back for at most " + longest.toSeconds() + " seconds");
        }
        demands = demands.withHeldUntil(until);
        return null;
    }

    private @Nullable Reply readBy(String value) {
        Matcher by = BY.matcher(value);
        if (!by.matches()) {
            return BAD_BY;
        }
        long seconds = Long.parseLong(by.group(1));
        boolean returned = by.group(2).equalsIgnoreCase("R");
        if (returned && seconds <= 0) { // RFC 2852 §4
            return BAD_BY;
        }
        demands = demands.withDeliverBy(new Demands.DeliverBy(
                now.plusSeconds(seconds), returned, !by.group(3).isEmpty()));
        return null;
    }

    private @Nullable Reply readPriority(String value) {
        if (!PRIORITY.matcher(value).matches()) {
            return BAD_PRIORITY;
        }
        int priority = Integer.parseInt(value);
        lowered = priority > 0 && !trusted; // RFC 6710 §4.1: anyone may ask to be served later
        demands = demands.withPriority(lowered ? 0 : priority);
        return null;
    }

    /** What a server offers of a sink's honours: those that make sense for this listener and connection. */
    static Honours offered(ServerSettings settings, boolean tls) {
        Honours honours = settings.sink().honours();
        return new Honours(
                honours.requireTls() && tls, // RFC 8689 §2
                settings.mode().isSubmission() ? honours.longestHold() : null, // RFC 4865 §4.2
                honours.deliverBy(),
                honours.priority());
    }
}
