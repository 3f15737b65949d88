package dev.postern.smtp.server;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The file of a Unix domain socket that a listener binds. */
record UnixSocket(Path path) {
    private static final int LONGEST_PATH = 107; // struct sockaddr_un of Linux, without its final NUL

    /**
     * Makes room for the socket: removes one that a process has left behind.
     *
     * @throws BindException if somebody listens on it, it is a file of another kind, or its name can't be that of a socket
     */
    void clear() throws IOException {
        if (path.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            throw new BindException(
                    "can't listen on " + path + ": the path of a socket has at most " + LONGEST_PATH + " octets");
        }
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        boolean socket =
                (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) >>> 12 == 0xc; // S_IFSOCK
        if (!socket) {
            throw new BindException("can't listen on " + path + ": it exists and is no socket");
        }
        if (isListenedOn()) {
            throw new BindException("can't listen on " + path + ": somebody listens there already");
        }
        Files.deleteIfExists(path);
    }

    /** Lets all users of this machine connect, as they could to a port: who may is for the directory to say. */
    void open() throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    private boolean isListenedOn() {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false); // a full backlog must not hold us up
            probe.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) { // not refused: it may live
            return true;
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
