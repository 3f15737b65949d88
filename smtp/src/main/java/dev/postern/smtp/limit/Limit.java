package dev.postern.smtp.limit;

import org.jspecify.annotations.Nullable;

/**
 * How much mail a provider or a server gets.
 *
 * @param name as errors and logs call it
 * @param connections at the same time, over all its servers; {@link #NONE} for as many as there may be otherwise
 * @param mailsPerConnection before a connection is closed; {@link #NONE} likewise
 * @param rate of mails, or null for no limit
 * @param warmUp of a sender that is new to it, or null for none
 */
public record Limit(
        String name,
        int connections,
        int mailsPerConnection,
        @Nullable Rate rate,
        @Nullable WarmUp warmUp) {
    /** A number that limits nothing. */
    public static final int NONE = Integer.MAX_VALUE;

    /** @throws IllegalArgumentException if that leaves nothing */
    public Limit {
        if (connections < 1 || mailsPerConnection < 1) {
            throw new IllegalArgumentException(name + ": at least 1 connection and 1 mail a connection are needed");
        }
    }

    /** What limits nothing. */
    public static Limit none(String name) {
        return new Limit(name, NONE, NONE, null, null);
    }

    /** Whether it can make a mail wait that would go otherwise. */
    public boolean holdsBack() {
        return connections != NONE || rate != null || warmUp != null;
    }

    /** The part of one of several senders, which has a connection at least. The days of a warm-up are counted together. */
    Limit share(int sender, int senders) {
        int own = connections == NONE ? NONE : Math.max(1, share(connections, sender, senders));
        return new Limit(name, own, mailsPerConnection, rate == null ? null : rate.share(sender, senders), warmUp);
    }

    static int share(int whole, int sender, int senders) {
        return whole / senders + (sender < whole % senders ? 1 : 0);
    }

    /**
     * The same with what this text says: {@code connections=20 mails=100 rate=500/1m warmup=100..20000}, or some of that.
     *
     * @throws IllegalArgumentException if it says nothing of the kind; the message says what it should
     */
    Limit with(String text) {
        Limit limit = this;
        int given = 0;
        for (String word : text.strip().split("\\s+", -1)) {
            int equals = word.indexOf('=');
            String value = word.substring(equals + 1);
            int bit = switch (equals < 0 ? "" : word.substring(0, equals)) {
                case "connections" -> 1;
                case "mails" -> 2;
                case "rate" -> 4;
                case "warmup" -> 8;
                default ->
                    throw new IllegalArgumentException(
                            "a limit is connections=, mails=, rate= or warmup=, such as connections=20 mails=100 rate=500/1m, not "
                                    + (word.isEmpty() ? "nothing" : word));
            };
            if ((given & bit) != 0) {
                throw new IllegalArgumentException(word + " stands behind another limit of this kind: leave one out");
            }
            given |= bit;
            limit = switch (bit) {
                case 1 -> new Limit(name, number(word, value), limit.mailsPerConnection, limit.rate, limit.warmUp);
                case 2 -> new Limit(name, limit.connections, number(word, value), limit.rate, limit.warmUp);
                case 4 -> new Limit(name, limit.connections, limit.mailsPerConnection, Rate.parse(value), limit.warmUp);
                default ->
                    new Limit(name, limit.connections, limit.mailsPerConnection, limit.rate, WarmUp.parse(value));
            };
        }
        return limit;
    }

    private static int number(String word, String value) {
        if (!value.matches("[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException(word + ": the number must be from 1 to 999999");
        }
        return Integer.parseInt(value);
    }
}
