package dev.postern.mail.dsn;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells what servers mean by their replies, by a table of five columns with tabs between them: reply code, enhanced code, server, text
 * and {@link Classification}. The first line that a reply fits decides. How lines are written stands at the top of the table that comes
 * with this class, {@code classification.tsv}.
 *
 * <p>Safe for use by several threads. A reply takes time by its length times the lines of the table, whatever it holds; only its first 1,000 characters count.
 */
public final class Classifier {
    private static final String TABLE = "classification.tsv";
    private static final int MOST_HEEDED = 1_000;

    /** A reply at the start of a text, or at the end of what we say ourselves: {@code AUTH LOGIN was answered with 535 5.7.8 ...}. */
    private static final Pattern REPLY = Pattern.compile(
            "(?:.{0,300}? was answered with )??([2-5]\\d\\d)((?:[ -]([245]\\.\\d{1,3}\\.\\d{1,3}))?(?:[ -].*)?)");

    /** Whoever chose it chose what it says. */
    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>(),;:\"@]*@[^\\s<>(),;:\"@]*");

    /** Some 2 MB of texts at most. */
    private static final int MOST_KNOWN = 1_000;

    private final List<Rule> rules;

    /** A server that is down says the same to a million mails. */
    private final Cache<Asked, Classification> known = Caffeine.newBuilder()
            .maximumSize(MOST_KNOWN)
            .executor(Runnable::run)
            .build();

    private record Asked(
            String status, String reason, @Nullable String server) {}

    private Classifier(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** By the table that comes with this class. */
    public static Classifier standard() {
        return Standard.CLASSIFIER;
    }

    /**
     * By a table of one's own.
     *
     * @param name of the table, for errors
     * @throws IllegalArgumentException if a line is not of the form; the message names table and line, and says what is wrong
     * @throws IOException if the table can't be read
     */
    public static Classifier read(String name, Reader table) throws IOException {
        List<Rule> rules = new ArrayList<>();
        BufferedReader lines = new BufferedReader(table);
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                rules.add(rule(name, number, line, rules));
            }
        }
        return new Classifier(rules);
    }

    /**
     * What a reply means.
     *
     * @param code the reply code, or 0 where there was no reply
     * @param status the enhanced status code, or null without one
     * @param text what else the server said, or what went wrong
     * @param server the server, by its name or as {@code mx.example.net[192.0.2.1]:25}, or null
     */
    public Classification classify(int code, @Nullable String status, String text, @Nullable String server) {
        return meaning(ruleOf(code, status, text, server));
    }

    /**
     * What the outcome of an attempt means.
     *
     * @param status the enhanced status code that the attempt came to; x.0.0 counts as none
     * @param reason the reply with its code first, or in other words what went wrong
     * @param server as for the other method
     */
    public Classification classify(String status, String reason, @Nullable String server) {
        if (reason.length() > MOST_HEEDED) {
            return meaning(ruleOf(status, reason, server));
        }
        return known.get(new Asked(status, reason, server), asked -> meaning(ruleOf(status, reason, server)));
    }

    private Classification meaning(int rule) {
        return rule < 0 ? Classification.OTHER : rules.get(rule).meaning();
    }

    /** The number of lines in the table, comments left out. */
    int size() {
        return rules.size();
    }

    /** A line of the table, counted from 0 without comments. */
    String describe(int rule) {
        return rules.get(rule).toString();
    }

    /** The line that decides on an outcome, counted from 0 without comments; -1 where none does. */
    int ruleOf(String status, String reason, @Nullable String server) {
        Matcher reply = REPLY.matcher(oneLine(reason));
        if (!reply.matches()) {
            return ruleOf(0, status, reason, server);
        }
        String own = reply.group(3);
        // what stands before the reply is our own, with the name of the server in it
        return ruleOf(
                Integer.parseInt(reply.group(1)), own == null ? status : own, reply.group(1) + reply.group(2), server);
    }

    /** The line that decides on a reply, counted from 0 without comments; -1 where none does. */
    int ruleOf(int code, @Nullable String status, String text, @Nullable String server) {
        String replyCode = code == 0 ? Rule.NO_REPLY : String.valueOf(code);
        String replyText = ADDRESS.matcher(oneLine(text)).replaceAll("").toLowerCase(Locale.ROOT);
        String host = server == null ? "" : ServerName.of(server).toLowerCase(Locale.ROOT);
        host = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        List<String> numbers = status == null ? List.of() : List.of(status.split("\\.", -1));
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).matches(replyCode, numbers, replyText, host)) {
                return i;
            }
        }
        return -1;
    }

    private static Rule rule(String name, int number, String line, List<Rule> before) {
        try {
            Rule rule = Rule.parse(line);
            if (before.stream().anyMatch(rule::hasSameConditions)) {
                throw new IllegalArgumentException("a line above says this already, or the contrary");
            }
            return rule;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " line " + number + ": " + e.getMessage(), e);
        }
    }

    /** A server may break its sentences into lines anywhere. */
    private static String oneLine(String text) {
        return FieldText.line(text, false, MOST_HEEDED);
    }

    /** Read when it is first asked for. */
    private static final class Standard {
        static final Classifier CLASSIFIER = load();

        private static Classifier load() {
            try (InputStream in = Classifier.class.getResourceAsStream(TABLE)) {
                if (in == null) {
                    throw new IllegalStateException(TABLE + " is missing");
                }
                return read(TABLE, new InputStreamReader(in, StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(TABLE + " can't be read", e);
            }
        }
    }
}
