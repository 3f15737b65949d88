package dev.postern.smtp.limit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Limits by the names of servers. Known providers have a name for all their servers; {@code *.example.org} holds for all names under the domain, but not for
 * the domain, and together; {@link #EACH} for each server that nothing else names, on its own. A name counts more than what is above it.
 */
public final class LimitTable {
    /** What stands for each server that nothing else names. */
    public static final String EACH = "each";

    /** Of nothing but what limits nothing. */
    public static final LimitTable EMPTY = new LimitTable(Map.of(), Limit.none(EACH));

    private static final String RESOURCE = "limits.tsv";
    private static final Pattern PATTERN = Pattern.compile(
            "(\\*\\.)?[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63}){0,126}|[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7}(\\.[0-9]{1,3}){0,3}");

    private final Map<String, Limit> byPattern;
    private final Limit each;

    private LimitTable(Map<String, Limit> byPattern, Limit each) {
        this.byPattern = Map.copyOf(byPattern);
        this.each = each;
    }

    /** A provider whose servers have these names. */
    private record Group(List<String> patterns, Limit limit) {
        static Group parse(String line) {
            List<String> fields = List.of(line.split("\t+", -1));
            if (fields.size() != 3) {
                throw new IllegalArgumentException(line + ": must be a name, patterns and limits, with tabs between");
            }
            return new Group(
                    List.of(fields.get(1).split(" ", -1)),
                    Limit.none(fields.get(0)).with(fields.get(2)));
        }
    }

    /**
     * Reads entries such as {@code gmail: connections=20 mails=100 rate=500/1m}, which count before those that come with this class.
     *
     * @throws IllegalArgumentException if one is none, or stands twice; the message says which and what it should be
     */
    public static LimitTable parse(List<String> entries) {
        Map<String, Group> groups = new LinkedHashMap<>(Shipped.GROUPS);
        Map<String, Limit> patterns = new HashMap<>();
        Limit each = Limit.none(EACH);
        Set<String> names = new HashSet<>();
        for (String entry : entries) {
            int colon = entry.lastIndexOf(':');
            String name = entry.substring(0, Math.max(0, colon)).strip().toLowerCase(Locale.ROOT);
            Group group = groups.get(name);
            boolean isDomain = name.indexOf('.') >= 0 || name.indexOf(':') >= 0;
            if (group == null
                    && !name.equals(EACH)
                    && !(isDomain && PATTERN.matcher(name).matches())) {
                throw new IllegalArgumentException(entry + ": must begin with " + String.join(", ", groups.keySet())
                        + ", " + EACH + ", mx.example.org or *.example.org and a colon");
            }
            if (!names.add(name)) {
                throw new IllegalArgumentException(entry + ": there is another entry for " + name + ": join them");
            }
            try {
                String limits = entry.substring(colon + 1);
                if (group != null) {
                    groups.put(name, new Group(group.patterns, group.limit.with(limits)));
                } else if (name.equals(EACH)) {
                    each = each.with(limits);
                    if (each.warmUp() != null) {
                        throw new IllegalArgumentException(
                                "a warm-up is for a provider, a domain or a server, and not for each: name whom it is for");
                    }
                } else {
                    patterns.put(name, Limit.none(name).with(limits));
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(entry + ": " + e.getMessage(), e);
            }
        }
        groups.values().forEach(group -> group.patterns.forEach(pattern -> patterns.putIfAbsent(pattern, group.limit)));
        return new LimitTable(patterns, each);
    }

    /** The names of the providers that come with this class. */
    public static List<String> providers() {
        return List.copyOf(Shipped.GROUPS.keySet());
    }

    /**
     * The part of one of several senders who keep to this table together. Each may have a connection to everyone, so that few connections and many senders
     * come to more than the limit.
     *
     * @param sender from 0
     * @throws IllegalArgumentException if there is no such sender
     */
    public LimitTable share(int sender, int senders) {
        if (sender < 0 || sender >= senders) {
            throw new IllegalArgumentException("there is no sender " + sender + " of " + senders);
        }
        Map<String, Limit> shares = new HashMap<>();
        byPattern.forEach((pattern, limit) -> shares.put(pattern, limit.share(sender, senders)));
        return new LimitTable(shares, each.share(sender, senders)); // one server is reached by all senders
    }

    /** What limits the servers of this name together with others, if anything does. */
    public Optional<Limit> named(String server) {
        String lower = server.toLowerCase(Locale.ROOT);
        String name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        Limit limit = byPattern.get(name);
        for (int dot = name.indexOf('.'); limit == null && dot >= 0; dot = name.indexOf('.', dot + 1)) {
            limit = byPattern.get("*" + name.substring(dot));
        }
        return Optional.ofNullable(limit);
    }

    /** Whether some are warmed up, so that their mails are to be counted by days. */
    public boolean countsDays() {
        return byPattern.values().stream().anyMatch(limit -> limit.warmUp() != null);
    }

    /** What limits each server that {@linkplain #named nothing} else does. */
    public Limit each() {
        return each;
    }

    /** Read when it is first needed. */
    private static final class Shipped {
        private static final Map<String, Group> GROUPS = read();

        private static Map<String, Group> read() {
            try (InputStream in = LimitTable.class.getResourceAsStream(RESOURCE)) {
                if (in == null) {
                    throw new IllegalStateException("there is no " + RESOURCE + " beside this class");
                }
                Map<String, Group> groups = new LinkedHashMap<>();
                new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .map(Group::parse)
                        .forEach(group -> groups.put(group.limit.name(), group));
                return groups;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
