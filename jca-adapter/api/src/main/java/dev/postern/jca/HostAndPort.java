package dev.postern.jca;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server as settings name it.
 *
 * @param host a name, or an address without brackets
 * @param port 0 where none is named
 */
record HostAndPort(String host, int port) {
    private static final Pattern SYNTAX =
            Pattern.compile("(?:(?<name>[A-Za-z0-9._-]+)|\\[(?<address>[0-9A-Fa-f:.]+)])(?::(?<port>[0-9]{1,5}))?");

    static HostAndPort parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text + " is no host such as mail.example.org:25 or [2001:db8::1]:25");
        }
        String port = matcher.group("port");
        int number = port == null ? 0 : Integer.parseInt(port);
        if (port != null && (number < 1 || number > 65_535)) {
            throw new IllegalArgumentException(text + " has no port from 1 to 65535");
        }
        String name = matcher.group("name");
        return new HostAndPort(name == null ? matcher.group("address") : name, number);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + (port == 0 ? "" : ":" + port);
    }
}
