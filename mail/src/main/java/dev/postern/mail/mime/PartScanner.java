package dev.postern.mail.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the parts of a message (RFC 2046 §5.1, §5.2.1) and what kind of octets each holds, in one pass and without keeping them.
 */
final class PartScanner {
    private static final int MAX_PARTS = 10_000;
    private static final int MAX_DEPTH = 50;
    private static final int LARGEST_HEADER = 1 << 20;
    private static final int CRLF = 2;

    private final Lines lines;
    private final List<Part> parts = new ArrayList<>();
    private final List<Part> open = new ArrayList<>();
    private final ByteArrayOutputStream header = new ByteArrayOutputStream();
    private long headerStart;
    private boolean inHeader = true;
    private Content text = Content.fixed(); // of the body that is read now, or of what stands beside parts
    private long textStart;
    private boolean lineEndPending; // it belongs to a delimiter, if one follows

    private PartScanner(InputStream in) {
        this.lines = new Lines(in);
    }

    /** All parts in the order of their headers; the first is the whole message. */
    static List<Part> scan(InputStream in) throws IOException, Unconvertible {
        PartScanner scanner = new PartScanner(in);
        scanner.run();
        return scanner.parts;
    }

    private void run() throws IOException, Unconvertible {
        long end = 0;
        while (lines.next()) {
            end = lines.endPosition() + (lines.endsLine() ? CRLF : 0);
            Delimiter delimiter = Delimiter.in(lines, open.size(), this::boundary);
            if (delimiter != null) {
                take(delimiter);
            } else if (inHeader) {
                takeHeaderLine();
            } else {
                takeText();
            }
        }
        if (inHeader) {
            endHeader(end);
        } else {
            endMessage(end);
        }
    }

    private @Nullable String boundary(int depth) {
        Part part = open.get(depth);
        boolean delimited = part.kind() == Part.Kind.MULTIPART && !part.isClosed();
        return delimited ? part.header().type().boundary() : null;
    }

    private void take(Delimiter delimiter) throws Unconvertible {
        if (inHeader) {
            endHeader(lines.position());
        }
        Part multipart = open.get(delimiter.depth());
        Part innermost = innermost();
        if (innermost != multipart) {
            endBody(innermost, lines.position() - (lineEndPending ? CRLF : 0), false);
        } else if (!text.isSevenBit()) { // before the first part
            multipart.addAside(new Stretch(textStart, lines.position()));
        }
        open.subList(delimiter.depth() + 1, open.size()).clear();
        inHeader = !delimiter.closing();
        headerStart = lines.endPosition() + CRLF;
        startText(lines.endPosition(), Content.fixed());
        if (delimiter.closing()) {
            multipart.close();
            lineEndPending = lines.endsLine();
        }
    }

    private void takeHeaderLine() throws Unconvertible {
        if (lines.isEmpty() && lines.startsLine()) {
            endHeader(lines.position() + CRLF);
            return;
        }
        header.write(lines.octets(), lines.from(), lines.to() - lines.from());
        if (lines.endsLine()) {
            header.write('\r');
            header.write('\n');
        }
        if (header.size() > LARGEST_HEADER) {
            throw Unconvertible.because("a header is larger than " + LARGEST_HEADER + " octets");
        }
    }

    private void endHeader(long bodyStart) throws Unconvertible {
        Part parent = open.isEmpty() ? null : innermost();
        boolean digest = parent != null && parent.header().type().is("multipart", "digest");
        PartHeader fields =
                PartHeader.read(header.toByteArray(), headerStart, digest ? MediaType.MESSAGE : MediaType.TEXT);
        header.reset();
        Part part = new Part(parent, fields, bodyStart);
        parts.add(part);
        open.add(part);
        if (parts.size() > MAX_PARTS) {
            throw Unconvertible.because("it has more than " + MAX_PARTS + " parts");
        }
        if (open.size() > MAX_DEPTH) {
            throw Unconvertible.because("its parts are nested deeper than " + MAX_DEPTH);
        }
        inHeader = part.kind() == Part.Kind.MESSAGE;
        headerStart = bodyStart;
        startText(bodyStart, part.kind() == Part.Kind.LEAF ? Content.encodable() : Content.fixed());
    }

    private Part innermost() {
        return open.get(open.size() - 1);
    }

    private void startText(long position, Content octets) {
        textStart = position;
        text = octets;
        lineEndPending = false;
    }

    private void takeText() {
        if (lineEndPending) {
            text.lineEnd();
        }
        text.take(lines.octets(), lines.from(), lines.to());
        lineEndPending = lines.endsLine();
    }

    private void endMessage(long end) throws Unconvertible {
        Part innermost = innermost();
        boolean cutOff = !lineEndPending;
        if (lineEndPending) {
            text.lineEnd();
        }
        if (innermost.kind() == Part.Kind.MULTIPART && innermost.isClosed()) {
            if (!text.isSevenBit()) {
                innermost.addAside(new Stretch(textStart + CRLF, end)); // the last line keeps its end
            }
        } else {
            endBody(innermost, end, cutOff);
        }
    }

    private void endBody(Part part, long end, boolean cutOff) throws Unconvertible {
        if (part.kind() != Part.Kind.MULTIPART) {
            text.end(cutOff);
            part.endBody(text, end);
        } else if (part.isClosed()) {
            if (!text.isSevenBit()) {
                part.addAside(new Stretch(textStart, end));
            }
        } else if (!text.isSevenBit()) {
            throw Unconvertible.because("a multipart holds none of its boundaries");
        }
    }
}
