package dev.postern.smtp.scan;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a scanner listens: {@code host:port}, {@code [::1]:port}, or {@code unix:/path} for a socket in the file system. */
public final class ScannerAddress {
    private static final String UNIX = "unix:";

    private final @Nullable Path socket;
    private final String host;
    private final int port;

    private ScannerAddress(@Nullable Path socket, String host, int port) {
        this.socket = socket;
        this.host = host;
        this.port = port;
    }

    /**
     * Reads an address in the form of settings.
     *
     * @throws IllegalArgumentException if the text is none; the message says what it must be
     */
    public static ScannerAddress parse(String text) {
        if (text.startsWith(UNIX)) {
            return new ScannerAddress(path(text.substring(UNIX.length())), "", 0);
        }
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (bracketed) {
            host = host.substring(1, host.length() - 1);
        }
        String digits = text.substring(colon + 1);
        boolean number =
                !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = number ? Integer.parseInt(digits) : 0;
        if (host.isEmpty()
                || port < 1
                || port > 65_535
                || bracketed != host.contains(":")
                || !host.chars().allMatch(c -> c > ' ' && c < 0x7f && "/@[]".indexOf(c) < 0)) {
            throw wrong();
        }
        return new ScannerAddress(null, host, port);
    }

    /** A channel that is not connected yet. */
    SocketChannel newChannel() throws IOException {
        return socket == null ? SocketChannel.open() : SocketChannel.open(StandardProtocolFamily.UNIX);
    }

    /** Where to connect to; asks for the host's address anew. */
    SocketAddress resolve() throws UnknownHostException {
        if (socket != null) {
            return UnixDomainSocketAddress.of(socket);
        }
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new UnknownHostException("host " + host + " is not known");
        }
        return address;
    }

    /** As in settings. */
    @Override
    public String toString() {
        if (socket != null) {
            return UNIX + socket;
        }
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static Path path(String text) {
        try {
            Path path = Path.of(text);
            if (path.isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(wrong().getMessage(), e);
        }
        throw wrong();
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException("must be host:port, [IPv6]:port or unix:/path");
    }
}
