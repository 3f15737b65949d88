package dev.postern.mail.dsn;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name of a server, out of what may be named with it: {@code mx.example.net[192.0.2.1]:25}. */
final class ServerName {
    private static final Pattern NAMED = Pattern.compile("([^\\[:\\s]+)(?:\\[[^\\]]*\\])?(?::\\d{1,5})?");
    private static final Pattern LITERAL = Pattern.compile("(\\[[^\\]\\s]+\\])(?::\\d{1,5})?");

    private ServerName() {}

    /** The name without address and port; where there is only an address, that in its brackets; what is neither stays as it is. */
    static String of(String server) {
        Matcher named = NAMED.matcher(server);
        if (named.matches()) {
            return named.group(1);
        }
        Matcher literal = LITERAL.matcher(server);
        return literal.matches() ? literal.group(1) : server;
    }
}
