package dev.postern.mail.mime;

import dev.postern.mail.ContentLimitException;
import dev.postern.mail.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the parts of a message for who wants to read them, in one pass and without keeping what stands in them. Where {@link PartScanner}
 * refuses what readers may take in different ways, this one takes it as most of them do:
 *
 * <ul>
 *   <li>a multipart without a boundary, or with none of its boundaries in it, is a part without parts;
 *   <li>one that is not closed ends where the one around it goes on, or the message ends;
 *   <li>its Content-Transfer-Encoding counts for nothing (RFC 2045 §6.4);
 *   <li>a message in a message is a part without parts: who wants to look into it reads it as a message of its own.
 * </ul>
 */
public final class PartReader {
    private static final int CRLF = 2;

    private final Lines lines;
    private final ReadLimits limits;
    private final List<OpenPart> open = new ArrayList<>();
    private final ByteArrayOutputStream header = new ByteArrayOutputStream();
    private boolean inHeader = true;
    private final Excess excess;
    private int headerOctets;
    private int parts;

    private PartReader(InputStream in, ReadLimits limits, Excess excess) {
        this.lines = new Lines(in);
        this.limits = limits;
        this.excess = excess;
    }

    /** A part whose end has not been read yet. */
    private static final class OpenPart {
        private final PartStart start;
        private final List<MessagePart> parts = new ArrayList<>();
        private @Nullable String boundary; // null where no more parts follow

        OpenPart(PartStart start) {
            this.start = start;
            this.boundary = start.boundary();
        }
    }

    /**
     * Reads all of this message.
     *
     * @throws ContentLimitException if it holds more than these limits allow
     * @throws IOException if it can't be read
     * @throws IllegalStateException if it is closed
     */
    public static MessagePart read(Message message, ReadLimits limits) throws IOException {
        try (InputStream in = message.open()) {
            return new PartReader(in, limits, Excess.REFUSED).run();
        }
    }

    /**
     * Reads as much of this message as the limits allow: a multipart that is nested too deep, or in a mail that has enough parts, is a part
     * without parts, and what a header says behind its limit is not heeded.
     *
     * @param cuts takes note of what was left out
     * @throws IOException if it can't be read
     * @throws IllegalStateException if it is closed
     */
    public static MessagePart readWithin(Message message, ReadLimits limits, Set<Cut> cuts) throws IOException {
        try (InputStream in = message.open()) {
            return new PartReader(in, limits, Excess.noted(cuts)).run();
        }
    }

    private MessagePart run() throws IOException {
        long end = 0;
        while (lines.next()) {
            end = lines.endPosition() + (lines.endsLine() ? CRLF : 0);
            Delimiter delimiter = Delimiter.in(lines, open.size(), depth -> open.get(depth).boundary);
            if (delimiter != null) {
                take(delimiter);
            } else if (inHeader) {
                takeHeaderLine();
            }
        }
        if (inHeader) {
            endHeader(end);
        }
        closeDownTo(1, end);
        OpenPart message = open.get(0);
        return new MessagePart(message.start, end, message.parts);
    }

    private void take(Delimiter delimiter) throws IOException {
        if (inHeader) {
            endHeader(lines.position());
        }
        closeDownTo(
                delimiter.depth() + 1, lines.position() - CRLF); // RFC 2046 §5.1.1: the line end before it is its own
        if (delimiter.closing()) {
            open.get(delimiter.depth()).boundary = null;
        }
        inHeader = !delimiter.closing();
    }

    private void closeDownTo(int depth, long end) {
        for (int last = open.size() - 1; last >= depth; last--) {
            OpenPart part = open.remove(last);
            open.get(last - 1).parts.add(new MessagePart(part.start, end, part.parts));
        }
    }

    private void takeHeaderLine() throws IOException {
        if (lines.isEmpty() && lines.startsLine()) {
            endHeader(lines.position() + CRLF);
            return;
        }
        headerOctets += lines.to() - lines.from() + CRLF;
        if (headerOctets > limits.headerOctets()) {
            excess.of(Cut.HEADER, "the headers of its parts are larger than " + limits.headerOctets() + " octets");
            return;
        }
        header.write(lines.octets(), lines.from(), lines.to() - lines.from());
        if (lines.endsLine()) {
            header.write('\r');
            header.write('\n');
        }
    }

    private void endHeader(long bodyStart) throws IOException {
        inHeader = false;
        if (++parts > limits.parts()) {
            excess.of(Cut.PARTS, "it has more than " + limits.parts() + " parts");
            open.forEach(part -> part.boundary = null);
            return;
        }
        if (open.size() == limits.depth()) {
            excess.of(Cut.DEPTH, "its parts are nested deeper than " + limits.depth());
            header.reset();
            return;
        }
        String byDefault =
                open.isEmpty() ? "text/plain" : open.get(open.size() - 1).start.defaultOfParts();
        open.add(new OpenPart(PartStart.read(header.toByteArray(), bodyStart, byDefault, excess)));
        header.reset();
    }
}
