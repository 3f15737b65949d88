package dev.postern.jca;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where a mail that came in is handed on to by {@link InboundMail#deliver}. */
public sealed interface Destination {
    /** Another server, by SMTP; port 25 unless it says otherwise. */
    record Relay(String host, int port, ServerAccess access) implements Destination {
        /** Reached as all servers are, by nobody. */
        public Relay(String host, int port) {
            this(host, port, ServerAccess.UNSAID);
        }

        @Override
        public String toString() {
            return "relay:" + new HostAndPort(host, port) + access;
        }
    }

    /** The servers that DNS names for the domain of each recipient (RFC 5321 §5.1). */
    record Mx() implements Destination {
        @Override
        public String toString() {
            return "mx";
        }
    }

    /** The server that keeps the mailboxes, by LMTP (RFC 2033). */
    record Lmtp(String host, int port, ServerAccess access) implements Destination {
        /** Reached as all servers are, by nobody. */
        public Lmtp(String host, int port) {
            this(host, port, ServerAccess.UNSAID);
        }

        @Override
        public String toString() {
            return "lmtp:" + new HostAndPort(host, port) + access;
        }
    }

    /** The same on a Unix domain socket. */
    record LmtpSocket(Path path) implements Destination {
        @Override
        public String toString() {
            return "lmtp:" + path;
        }
    }

    /** Mailboxes on a disk of this machine, in the maildir format. */
    record Maildir(MaildirPattern directory) implements Destination {
        @Override
        public String toString() {
            return "maildir:" + directory;
        }
    }

    /**
     * Reads {@code relay:host[:port]}, {@code mx}, {@code lmtp:host:port}, {@code lmtp:/path/of/socket} or {@code maildir:/path}, whose path may hold
     * {@code {user}} and {@code {domain}} of the recipient. IPv6 addresses stand in brackets. Behind a host may stand how it is reached, and as whom:
     * {@code relay:mail.example.org:587 tls=required login=NAME}.
     *
     * @throws IllegalArgumentException if it is none of these; the message says what is wrong
     */
    static Destination parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String where = colon < 0 ? "" : text.substring(colon + 1);
        return switch (kind) {
            case "relay" -> relay(where);
            case "mx" -> mx(text);
            case "lmtp" -> where.startsWith("/") ? new LmtpSocket(path(where)) : lmtp(where);
            case "maildir" -> new Maildir(MaildirPattern.parse(where));
            default ->
                throw new IllegalArgumentException(text
                        + " is none of relay:host[:port], mx, lmtp:host:port, lmtp:/path/of/socket and maildir:/path");
        };
    }

    private static Relay relay(String where) {
        HostAndPort server = HostAndPort.parse(host(where));
        return new Relay(server.host(), server.port() == 0 ? 25 : server.port(), access(where));
    }

    private static String host(String where) {
        return where.split("\\s", 2)[0];
    }

    private static ServerAccess access(String where) {
        return ServerAccess.parse(where.substring(host(where).length()));
    }

    private static Mx mx(String text) {
        if (!text.equals("mx")) {
            throw new IllegalArgumentException("mx names no host: DNS does");
        }
        return new Mx();
    }

    private static Lmtp lmtp(String where) {
        HostAndPort server = HostAndPort.parse(host(where));
        if (server.port() == 0 || server.port() == 25) { // RFC 2033 §5
            throw new IllegalArgumentException(
                    "LMTP has no port of its own, and keeps off 25: name one, as in lmtp:localhost:24");
        }
        return new Lmtp(server.host(), server.port(), access(where));
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(text + " is no path: " + e.getReason(), e);
        }
    }
}
