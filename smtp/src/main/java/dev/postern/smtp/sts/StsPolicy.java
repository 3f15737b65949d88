package dev.postern.smtp.sts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a domain wants of connections to its hosts (RFC 8461 §3.2).
 *
 * <p>A text is read strictly: who can't be understood has no policy, and says so to nobody who could mend it. Fields that are not known count for nothing.
 */
public final class StsPolicy {
    /** The longest text that is looked at, in characters; RFC 8461 §3.3 suggests so many octets. */
    public static final int MAX_TEXT = 64 << 10;

    private static final Duration MAX_AGE = Duration.ofHours(8_766); // RFC 8461 §3.2: 31557600 seconds
    private static final String VERSION = "STSv1";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,31}");
    private static final Pattern VALUE = Pattern.compile("[^\\x00-\\x1f\\x7f]*");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,10}");

    private final Mode mode;
    private final List<MxPattern> hosts;
    private final Duration maxAge;
    private final String text;

    /** What is to be done where a host is not as the policy has it (RFC 8461 §5). */
    public enum Mode {
        /** No mail goes there. */
        ENFORCE,
        /** Mail goes there, and the domain may be told. */
        TESTING,
        /** The domain has no policy, any more. */
        NONE
    }

    private StsPolicy(Mode mode, List<MxPattern> hosts, Duration maxAge, String text) {
        this.mode = mode;
        this.hosts = List.copyOf(hosts);
        this.maxAge = maxAge;
        this.text = text;
    }

    /**
     * Reads a policy.
     *
     * @throws MalformedPolicyException if it is none
     */
    public static StsPolicy parse(String text) throws MalformedPolicyException {
        if (text.length() > MAX_TEXT) {
            throw new MalformedPolicyException("longer than " + MAX_TEXT + " characters");
        }
        Map<String, String> fields = new HashMap<>();
        List<MxPattern> hosts = new ArrayList<>();
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].endsWith("\r") ? lines[i].substring(0, lines[i].length() - 1) : lines[i];
            if (line.isEmpty() && i == lines.length - 1) {
                continue; // behind the last line end
            }
            int colon = line.indexOf(':');
            String value = colon < 0 ? "" : stripped(line.substring(colon + 1));
            if (colon < 0
                    || !NAME.matcher(line.substring(0, colon)).matches()
                    || !VALUE.matcher(value).matches()) {
                throw new MalformedPolicyException("line " + (i + 1) + " is no field");
            }
            String name = line.substring(0, colon);
            if (name.equals("mx")) {
                hosts.add(MxPattern.parse(value));
            } else {
                fields.putIfAbsent(name, value); // §3.2: of a field that stands twice the first one counts
            }
        }
        return of(fields, hosts, text);
    }

    private static StsPolicy of(Map<String, String> fields, List<MxPattern> hosts, String text)
            throws MalformedPolicyException {
        if (!VERSION.equals(fields.get("version"))) {
            throw new MalformedPolicyException("version is not " + VERSION);
        }
        Mode mode = mode(fields.get("mode"));
        String age = fields.get("max_age");
        if (age == null || !SECONDS.matcher(age).matches()) {
            throw new MalformedPolicyException("max_age is no number of seconds");
        }
        if (mode != Mode.NONE && hosts.isEmpty()) {
            throw new MalformedPolicyException("there is no mx");
        }
        Duration maxAge = Duration.ofSeconds(Long.parseLong(age));
        return new StsPolicy(mode, hosts, maxAge.compareTo(MAX_AGE) < 0 ? maxAge : MAX_AGE, text);
    }

    private static Mode mode(@Nullable String text) throws MalformedPolicyException {
        for (Mode mode : Mode.values()) {
            if (mode.name().toLowerCase(Locale.ROOT).equals(text)) {
                return mode;
            }
        }
        throw new MalformedPolicyException("mode is none of enforce, testing and none");
    }

    private static String stripped(String value) {
        int from = 0;
        int to = value.length();
        while (from < to && isBlank(value.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(value.charAt(to - 1))) {
            to--;
        }
        return value.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    public Mode mode() {
        return mode;
    }

    /** How long it holds from when it was fetched, a year at most. */
    public Duration maxAge() {
        return maxAge;
    }

    /** As the domain has written it. */
    public String text() {
        return text;
    }

    /** Whether this host may take mail of the domain. */
    public boolean allows(String host) {
        return hosts.stream().anyMatch(pattern -> pattern.matches(host));
    }

    /** The hosts that may, as the domain has written them but in lower case. */
    public List<String> hosts() {
        return hosts.stream()
                .map(pattern -> (pattern.wildcard() ? "*." : "") + pattern.name())
                .toList();
    }

    /** For logs. */
    @Override
    public String toString() {
        return mode + " " + hosts() + " for " + maxAge;
    }
}
