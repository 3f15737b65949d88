package dev.postern.smtp.client;

import dev.postern.smtp.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringTokenizer;

/**
 * What a server offered at EHLO (RFC 5321 §4.1.1.1).
 *
 * @param extensions keyword in upper case -> its parameters, or the empty string
 */
public record Capabilities(Map<String, String> extensions) {
    /** What a server offers that knows HELO only: nothing. */
    public static final Capabilities NONE = new Capabilities(Map.of());

    public Capabilities {
        extensions = Map.copyOf(extensions);
    }

    static Capabilities of(Reply ehlo) {
        Map<String, String> extensions = new LinkedHashMap<>();
        List<String> lines = ehlo.lines();
        for (String line : lines.subList(1, lines.size())) {
            String text = line.strip();
            int space = text.indexOf(' ');
            String keyword = space < 0 ? text : text.substring(0, space);
            if (!keyword.isEmpty()) {
                extensions.put(
                        keyword.toUpperCase(Locale.ROOT),
                        space < 0 ? "" : text.substring(space + 1).strip());
            }
        }
        return new Capabilities(extensions);
    }

    /** Whether this keyword was offered. */
    public boolean offers(String keyword) {
        return extensions.containsKey(keyword);
    }

    /** The largest message in octets (RFC 1870 §4), or {@link Long#MAX_VALUE} where none was named. */
    public long maxSize() {
        String size = extensions.getOrDefault("SIZE", "");
        boolean named = !size.isEmpty() && size.length() <= 18 && size.chars().allMatch(c -> c >= '0' && c <= '9');
        long octets = named ? Long.parseLong(size) : 0;
        return octets == 0 ? Long.MAX_VALUE : octets; // RFC 1870 §4: 0 means no fixed maximum
    }

    /** Whether this mechanism was offered for AUTH (RFC 4954 §3). */
    public boolean offersAuth(String mechanism) {
        StringTokenizer mechanisms = new StringTokenizer(extensions.getOrDefault("AUTH", ""), " ");
        while (mechanisms.hasMoreTokens()) {
            if (mechanisms.nextToken().equalsIgnoreCase(mechanism)) {
                return true;
            }
        }
        return false;
    }
}
