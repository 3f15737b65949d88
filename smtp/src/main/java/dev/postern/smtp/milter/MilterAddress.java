package dev.postern.smtp.milter;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a milter listens; its text is what {@link #parse} takes. */
public sealed interface MilterAddress {
    /** A TCP port; the host is a name or an address. */
    record Inet(String host, int port) implements MilterAddress {
        @Override
        public String toString() {
            return "inet:" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }
    }

    /** A socket in the file system. */
    record Unix(String path) implements MilterAddress {
        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /**
     * Reads {@code inet:host:port}, with brackets around an IPv6 address, or {@code unix:/path}.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    static MilterAddress parse(String text) {
        Matcher inet = Syntax.INET.matcher(text);
        if (inet.matches()) {
            int port = Integer.parseInt(inet.group(3));
            if (port >= 1 && port <= 65_535) {
                return new Inet(inet.group(1) == null ? inet.group(2) : inet.group(1), port);
            }
        }
        Matcher unix = Syntax.UNIX.matcher(text);
        if (unix.matches() && text.getBytes(StandardCharsets.UTF_8).length <= Syntax.LONGEST_PATH) {
            return new Unix(unix.group(1));
        }
        throw new IllegalArgumentException("not the address of a milter, inet:host:port or unix:/path: " + text);
    }

    /** The forms of an address. */
    final class Syntax {
        private static final Pattern INET =
                Pattern.compile("inet:(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._-]+)):(\\d{1,5})");
        // printable, for it also names the milter in records and logs
        private static final Pattern UNIX = Pattern.compile("unix:(/[!-~]+)");
        /** What Linux lets a socket's path have, and the prefix. */
        private static final int LONGEST_PATH = 107 + "unix:".length();

        private Syntax() {}
    }
}
