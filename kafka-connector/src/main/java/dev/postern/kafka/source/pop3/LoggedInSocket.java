package dev.postern.kafka.source.pop3;

import dev.postern.kafka.source.mailbox.ForwardingSocket;
import dev.postern.kafka.source.mailbox.GuardedSocket;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * A connection that is logged in, given to a library that logs in itself: it is greeted, and told at USER and PASS that all is well, without the server hearing of them. All else goes to
 * the server and comes from there. Used by one thread, but for {@link #close()}.
 */
final class LoggedInSocket extends ForwardingSocket {
    private static final byte[] FINE = "+OK\r\n".getBytes(StandardCharsets.US_ASCII);

    private final GuardedSocket socket;
    private int fineLeft = FINE.length; // the greeting
    private boolean loggedIn;

    /** @param socket whose server has been told who we are */
    LoggedInSocket(GuardedSocket socket) {
        super(socket);
        this.socket = socket;
    }

    @Override
    public void connect(SocketAddress address, int timeout) {
        // it is connected
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(socket.getInputStream()) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (fineLeft == 0) {
                    return in.read(buffer, offset, length);
                }
                int read = Math.min(length, fineLeft);
                System.arraycopy(FINE, FINE.length - fineLeft, buffer, offset, read);
                fineLeft -= read;
                return read;
            }

            @Override
            public int available() throws IOException {
                return fineLeft == 0 ? in.available() : fineLeft;
            }
        };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(socket.getOutputStream()) {
            private final ByteArrayOutputStream line = new ByteArrayOutputStream();

            @Override
            public void write(int octet) throws IOException {
                write(new byte[] {(byte) octet}, 0, 1);
            }

            @Override
            public void write(byte[] octets, int offset, int length) throws IOException {
                if (loggedIn) {
                    out.write(octets, offset, length);
                    return;
                }
                line.write(octets, offset, length);
                if (length > 0 && octets[offset + length - 1] == '\n') {
                    say(line.toString(StandardCharsets.ISO_8859_1));
                    line.reset();
                }
            }

            private void say(String command) throws IOException {
                loggedIn = command.startsWith("PASS ");
                if (loggedIn || command.startsWith("USER ")) {
                    fineLeft = FINE.length;
                } else {
                    out.write(command.getBytes(StandardCharsets.ISO_8859_1));
                }
            }
        };
    }
}
