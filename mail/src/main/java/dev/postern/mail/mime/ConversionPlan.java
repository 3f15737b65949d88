package dev.postern.mail.mime;

import dev.postern.mail.Splice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must change in a message so that it is of 7 bits. */
final class ConversionPlan {
    private static final String MIME_VERSION = "MIME-Version: 1.0\r\n";
    private static final String UNKNOWN_CHARSET = "charset=unknown-8bit"; // RFC 1428 §3

    private final List<Splice> splices = new ArrayList<>();
    private final Set<Part> changed = new LinkedHashSet<>();

    /**
     * Plans.
     *
     * @param parts of the message, which is the first of them
     * @param breakSignatures whether to change what is signed, too
     * @throws Unconvertible if something must change that can't
     */
    ConversionPlan(List<Part> parts, boolean breakSignatures) throws Unconvertible {
        for (Part part : parts) {
            plan(part);
        }
        if (changed.isEmpty()) {
            return;
        }
        if (!breakSignatures) {
            checkSignatures(parts.get(0));
        }
        for (Part part : parts) {
            if (breakSignatures || !isInsideSigned(part)) {
                relabel(part);
            }
        }
        changed.stream()
                .map(ConversionPlan::messages)
                .flatMap(List::stream)
                .distinct()
                .forEach(this::addVersion);
        splices.sort(Comparator.comparingLong(Splice::position)); // those of the same place stay in their order
    }

    boolean isEmpty() {
        return splices.isEmpty();
    }

    /** In the order of their positions. */
    List<Splice> splices() {
        return splices;
    }

    private void plan(Part part) throws Unconvertible {
        for (Stretch aside : part.asides()) { // RFC 2046 §5.1.1: it is not to be shown
            changed.add(part);
            splices.add(Splice.of(aside.start(), aside.size(), ""));
        }
        if (part.kind() == Part.Kind.FIXED && !part.content().isSevenBit()) {
            throw Unconvertible.because(whyFixed(part.header()));
        }
        if (part.kind() == Part.Kind.LEAF && mustBeEncoded(part)) {
            encode(part);
        }
    }

    private static boolean mustBeEncoded(Part part) {
        boolean binary = part.header().encoding() == TransferEncoding.BINARY
                && part.content().hasLongLines();
        return binary || !part.content().isSevenBit();
    }

    private static String whyFixed(PartHeader header) {
        if (header.type().isMultipart() && header.encoding().isIdentity()) {
            return "a multipart names no boundary";
        }
        if (header.encoding().isIdentity()) {
            return "a part of type message, which must not be encoded, holds octets that are not of US-ASCII";
        }
        return header.encoding() == TransferEncoding.UNKNOWN
                ? "a part in an unknown encoding holds octets that are not of US-ASCII"
                : "a part that is encoded holds octets that are not of US-ASCII all the same";
    }

    private void encode(Part part) {
        changed.add(part);
        EncodedBody body =
                EncodedBody.of(part.content(), part.header().type().type().equals("text"));
        splices.add(new Splice(part.body().start(), part.body().size(), body));
        label(part.header(), body.encoding());
        PartHeader header = part.header();
        // other types of text say inside what charset they are in (RFC 6657 §3)
        if (part.content().isEightBit()
                && header.type().is("text", "plain")
                && !header.type().charset()) {
            if (!header.typed()) {
                splices.add(Splice.of(header.end(), 0, "Content-Type: text/plain; " + UNKNOWN_CHARSET + "\r\n"));
            } else if (header.charsetAt() >= 0) {
                splices.add(Splice.of(header.charsetAt(), 0, ";\r\n " + UNKNOWN_CHARSET));
            }
        }
    }

    private void relabel(Part part) {
        TransferEncoding encoding = part.header().encoding();
        boolean tooMuch = encoding == TransferEncoding.EIGHT_BIT || encoding == TransferEncoding.BINARY;
        boolean encoded = part.kind() == Part.Kind.LEAF && mustBeEncoded(part);
        if (tooMuch && !encoded) {
            changed.add(part);
            label(part.header(), "7bit");
        }
    }

    private void label(PartHeader header, String encoding) {
        String field = "Content-Transfer-Encoding: " + encoding + "\r\n";
        Stretch old = header.encodingField();
        splices.add(old == null ? Splice.of(header.end(), 0, field) : Splice.of(old.start(), old.size(), field));
    }

    private void checkSignatures(Part message) throws Unconvertible {
        String signature = message.header().signature();
        if (signature != null) {
            throw signed("the signature " + signature);
        }
        if (changed.stream().anyMatch(ConversionPlan::isInsideSigned)) {
            throw signed("the signature of a part");
        }
    }

    private static Unconvertible signed(String what) {
        return new Unconvertible(Conversion.Reason.SIGNED, what + " would not fit any more");
    }

    private static boolean isInsideSigned(Part part) {
        @Nullable Part outer = part.parent();
        while (outer != null) {
            if (outer.header().type().is("multipart", "signed")) { // RFC 1847 §2.1
                return true;
            }
            outer = outer.parent();
        }
        return false;
    }

    /** The messages that hold the part, which may be one itself. */
    private static List<Part> messages(Part part) {
        List<Part> messages = new ArrayList<>();
        for (@Nullable Part outer = part; outer != null; outer = outer.parent()) {
            if (outer.isMessage()) {
                messages.add(outer);
            }
        }
        return messages;
    }

    private void addVersion(Part message) {
        if (!message.header().mime()) {
            splices.add(Splice.of(message.header().end(), 0, MIME_VERSION));
        }
    }
}
