package dev.postern.mail.spf;

import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.MailExchanger;
import dev.postern.mail.dns.RecordType;
import dev.postern.mail.dns.Resolver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Answers from what a scenario of a suite lists: names and texts that no zone file could hold among them. */
final class SuiteResolver implements Resolver {
    private static final int MAX_ALIASES = 8;

    private final Map<String, List<Entry>> zone = new HashMap<>();

    /** @param value a text, or of MX the host behind its preference and a space */
    record Entry(String type, String value) {}

    /** Adds a record; one of type * lets questions for all types fail that the name has no record of. */
    SuiteResolver add(String name, String type, String value) {
        zone.computeIfAbsent(normalized(name), key -> new ArrayList<>()).add(new Entry(type, value));
        return this;
    }

    @Override
    @SuppressWarnings("unchecked") // the type says what its records are
    public <T> CompletionStage<Answer<T>> lookup(String name, RecordType<T> type) {
        return CompletableFuture.completedFuture((Answer<T>) answer(normalized(name), type.toString(), 0));
    }

    private Answer<Object> answer(String name, String type, int aliases) {
        List<Entry> entries = zone.get(name);
        if (entries == null) {
            return Answer.noSuchName(Duration.ZERO, false);
        }
        List<Object> found = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.type().equals(type)) {
                found.add(read(entry));
            }
        }
        if (!found.isEmpty()) {
            return Answer.found(found, Duration.ZERO, false);
        }
        for (Entry entry : entries) {
            if (entry.type().equals("*")) {
                return Answer.timedOut("as the scenario says", Duration.ZERO);
            }
            if (entry.type().equals("CNAME")) {
                return aliases == MAX_ALIASES
                        ? Answer.failed("too many aliases", Duration.ZERO)
                        : answer(normalized(entry.value()), type, aliases + 1);
            }
        }
        return Answer.noData(Duration.ZERO, false);
    }

    private static Object read(Entry entry) {
        try {
            return switch (entry.type()) {
                case "A", "AAAA" -> InetAddress.getByName(entry.value());
                case "MX" -> {
                    int space = entry.value().indexOf(' ');
                    yield new MailExchanger(
                            Integer.parseInt(entry.value().substring(0, space)),
                            normalized(entry.value().substring(space + 1)));
                }
                case "PTR" -> normalized(entry.value());
                default -> entry.value();
            };
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String normalized(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
