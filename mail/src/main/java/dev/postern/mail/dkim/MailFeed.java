package dev.postern.mail.dkim;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Takes a mail as it comes, in pieces of any size: gathers its header, and passes its body on. */
abstract class MailFeed {
    private static final int PIECE = 16 << 10;

    /** Each of them may be a field, which takes many times its octets in memory. */
    static final int MAX_LINES = 10_000;

    private final int maxHeader;
    private final ByteArrayOutputStream header = new ByteArrayOutputStream(4 << 10);
    private Part part = Part.HEADER;

    /** How many octets the line of the header has so far; of a line of CR alone minus one. */
    private int line;

    private int lines;

    private enum Part {
        HEADER,
        BODY,
        TOO_LARGE,
        ENDED
    }

    /** @param maxHeader the most octets of a header */
    MailFeed(int maxHeader) {
        this.maxHeader = maxHeader;
    }

    /** The header is complete: the octets before the empty line. */
    abstract void onHeader(byte[] octets);

    /** The header is larger than it may be, or has more than {@link #MAX_LINES} lines; nothing else will come. */
    abstract void onTooLarge();

    /** Octets of the body, {@code [from, to)} of the array. */
    abstract void onBody(byte[] octets, int from, int to);

    /** Takes the next octets, {@code [from, to)} of the array. */
    final void feed(byte[] octets, int from, int to) {
        checkOpen();
        int next = part == Part.HEADER ? gather(octets, from, to) : from;
        if (part == Part.BODY && next < to) {
            onBody(octets, next, to);
        }
    }

    /** Takes the next octets, to the limit of the buffer. */
    final void feed(ByteBuffer buffer) {
        if (buffer.hasArray()) {
            int from = buffer.arrayOffset() + buffer.position();
            feed(buffer.array(), from, from + buffer.remaining());
            buffer.position(buffer.limit());
            return;
        }
        byte[] piece = new byte[Math.min(PIECE, buffer.remaining())];
        while (buffer.hasRemaining()) {
            int length = Math.min(piece.length, buffer.remaining());
            buffer.get(piece, 0, length);
            feed(piece, 0, length);
        }
    }

    /** Takes all of the stream. */
    final void feed(InputStream in) throws IOException {
        byte[] piece = new byte[PIECE];
        for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
            feed(piece, 0, length);
        }
    }

    /** Ends the mail; nothing may follow. */
    final void end() {
        checkOpen();
        if (part == Part.HEADER) {
            onHeader(header.toByteArray());
        }
        part = Part.ENDED;
    }

    private void checkOpen() {
        if (part == Part.ENDED) {
            throw new IllegalStateException("the mail has ended");
        }
    }

    private int gather(byte[] octets, int from, int to) {
        int i = from;
        boolean empty = false;
        while (i < to && !empty) {
            byte octet = octets[i++];
            if (octet == '\n') {
                empty = line <= 0;
                line = 0;
                lines++;
            } else {
                line = line == 0 && octet == '\r' ? -1 : Math.max(line, 0) + 1;
            }
        }
        if (header.size() + (i - from) > maxHeader || lines > MAX_LINES) {
            part = Part.TOO_LARGE;
            onTooLarge();
            return to;
        }
        header.write(octets, from, i - from);
        if (empty) {
            part = Part.BODY;
            onHeader(header.toByteArray());
        }
        return i;
    }
}
