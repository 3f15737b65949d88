package dev.postern.smtp.server;

import dev.postern.smtp.wire.ContentReceiver;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Changes the header of a message as it flows by. Only names of fields are held back until they are known; all else, and the body, is
 * passed on where it lies.
 */
final class IncomingHeader implements ContentReceiver {
    private static final String RETURN_PATH = "return-path";
    private static final int LONGEST_START = 998; // RFC 5322 §2.1.1

    private final HeaderChanges changes;
    private final ContentReceiver target;
    private final Set<String> missing;
    private byte[] start = new byte[32];
    private int startLength;
    private boolean withinLine;
    private boolean dropping;
    private boolean ended;

    /** @param target takes the changed message */
    IncomingHeader(HeaderChanges changes, ContentReceiver target) {
        this.changes = changes;
        this.target = target;
        this.missing =
                new LinkedHashSet<>(changes.missing().keySet().stream().sorted().toList());
    }

    @Override
    public void content(ByteBuf in, int index, int length) {
        int end = index + length;
        int next = index;
        while (next < end && !ended) {
            next = withinLine ? restOfLine(in, next, end) : startOfLine(in, next, end);
        }
        if (next < end) {
            target.content(in, next, end - next);
        }
    }

    /** The message has come to its end, perhaps within the header. */
    void end() {
        if (ended) {
            return;
        }
        dropping = dropping && startLength == 0;
        boolean unfinished = (withinLine && !dropping) || startLength > 0;
        passStart();
        if (unfinished && !missing.isEmpty()) {
            pass("\r\n");
        }
        endHeader();
    }

    private int restOfLine(ByteBuf in, int from, int end) {
        int lineEnd = in.indexOf(from, end, (byte) '\n');
        int next = lineEnd < 0 ? end : lineEnd + 1;
        withinLine = lineEnd < 0;
        if (!dropping) {
            target.content(in, from, next - from);
        }
        return next;
    }

    /** Holds back what has come of a line until it is known what the line is. */
    private int startOfLine(ByteBuf in, int from, int end) {
        for (int i = from; i < end; i++) {
            byte octet = in.getByte(i);
            hold(octet);
            if (octet == '\n') {
                lineWithoutName();
                return i + 1;
            }
            boolean continues = startLength == 1 && (octet == ' ' || octet == '\t'); // RFC 5322 §2.2.3
            if (octet == ':') {
                field(name());
            }
            if (startLength == LONGEST_START) {
                dropping = false;
            }
            if (octet == ':' || continues || startLength == LONGEST_START) {
                passStart();
                withinLine = true;
                return i + 1;
            }
        }
        return end;
    }

    private void field(String name) {
        missing.remove(name);
        dropping = changes.dropsReturnPath() && name.equals(RETURN_PATH);
    }

    private void lineWithoutName() {
        boolean empty = startLength == 1 || (startLength == 2 && start[0] == '\r');
        dropping = false;
        if (empty) { // RFC 5322 §2.1: the body begins
            endHeader();
        }
        passStart();
    }

    private void endHeader() {
        ended = true;
        missing.forEach(name -> pass(String.valueOf(changes.missing().get(name))));
    }

    // RFC 5322 §4.5: obsolete syntax allows white space before the colon
    private String name() {
        return new String(start, 0, startLength - 1, StandardCharsets.ISO_8859_1)
                .stripTrailing()
                .toLowerCase(Locale.ROOT);
    }

    private void hold(byte octet) {
        if (startLength == start.length) {
            start = Arrays.copyOf(start, 2 * startLength);
        }
        start[startLength++] = octet;
    }

    private void passStart() {
        if (!dropping && startLength > 0) {
            target.content(Unpooled.wrappedBuffer(start, 0, startLength), 0, startLength);
        }
        startLength = 0;
    }

    private void pass(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        target.content(Unpooled.wrappedBuffer(octets), 0, octets.length);
    }
}
