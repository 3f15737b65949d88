package dev.postern.mail.mime;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message or a part of one, as far as it has been read. */
final class Part {
    private final @Nullable Part parent;
    private final PartHeader header;
    private final Kind kind;
    private final long bodyStart;
    private final List<Stretch> asides = new ArrayList<>();
    private Content content = Content.fixed();
    private long bodyEnd;
    private boolean closed;

    /** What may be done with its body. */
    enum Kind {
        /** Its octets may be encoded. */
        LEAF,
        /** Its octets must stay as they are. */
        FIXED,
        /** It consists of parts. */
        MULTIPART,
        /** It is a message of its own. */
        MESSAGE
    }

    /** @param bodyStart where the body starts, in octets from the start of the message */
    Part(@Nullable Part parent, PartHeader header, long bodyStart) {
        this.parent = parent;
        this.header = header;
        this.kind = kind(header);
        this.bodyStart = bodyStart;
        this.bodyEnd = bodyStart;
    }

    private static Kind kind(PartHeader header) {
        MediaType type = header.type();
        if (!header.encoding().isIdentity()) {
            return Kind.FIXED;
        }
        if (type.isMultipart()) {
            return type.boundary() == null ? Kind.FIXED : Kind.MULTIPART;
        }
        if (type.type().equals("message")) {
            // RFC 6532 §3.7, RFC 6533 §4: the types for UTF-8 may be encoded, all others not (RFC 2045 §6.4)
            boolean global = type.subtype().startsWith("global");
            return type.is("message", "rfc822") ? Kind.MESSAGE : global ? Kind.LEAF : Kind.FIXED;
        }
        return Kind.LEAF;
    }

    /** The part that holds this one, or null. */
    @Nullable
    Part parent() {
        return parent;
    }

    PartHeader header() {
        return header;
    }

    Kind kind() {
        return kind;
    }

    /** Whether it has a header of a message: it is one of its own, or all of the mail. */
    boolean isMessage() {
        return parent == null || parent.kind == Kind.MESSAGE;
    }

    /** Of a part without parts. */
    Content content() {
        return content;
    }

    Stretch body() {
        return new Stretch(bodyStart, bodyEnd);
    }

    /** Takes note of the body of a part without parts. */
    void endBody(Content value, long position) {
        content = value;
        bodyEnd = position;
    }

    /** Of a multipart: what stands before, between or behind its parts, where that is not of 7 bits. */
    List<Stretch> asides() {
        return asides;
    }

    void addAside(Stretch aside) {
        asides.add(aside);
    }

    /** Whether a multipart has no more parts. */
    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }
}
