package dev.postern.smtp.scan;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A connection to a scanner for one scan. It blocks, and ends with its scan: time is bounded by that. */
final class ScannerConnection implements AutoCloseable {
    private final SocketChannel channel;

    private ScannerConnection(SocketChannel channel) {
        this.channel = channel;
    }

    static ScannerConnection open(ScannerAddress address, ScanTask task) throws IOException {
        SocketChannel channel = address.newChannel();
        task.closesAtEnd(channel);
        channel.connect(address.resolve());
        return new ScannerConnection(channel);
    }

    OutputStream output() {
        return Channels.newOutputStream(channel);
    }

    /** Says that nothing more will be sent. */
    void endOutput() throws IOException {
        channel.shutdownOutput();
    }

    /**
     * Reads an answer, an octet each a character, to its end: this octet, which is left out, or that of the connection.
     *
     * @param end an octet, or -1 for the end of the connection only
     * @param limit octets
     * @throws IOException if it is longer, or the connection fails
     */
    String read(int end, int limit) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] buffer = new byte[Math.min(limit, 4 << 10)];
        InputStream input = Channels.newInputStream(channel);
        int count;
        while ((count = input.read(buffer)) >= 0) {
            int length = indexOf(end, buffer, count);
            answer.write(buffer, 0, length);
            if (answer.size() > limit) {
                throw new IOException("the answer is longer than " + limit + " octets");
            }
            if (length < count) {
                break;
            }
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static int indexOf(int octet, byte[] buffer, int count) {
        for (int i = 0; i < count; i++) {
            if ((buffer[i] & 0xff) == octet) {
                return i;
            }
        }
        return count;
    }
}
