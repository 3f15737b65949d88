package dev.postern.mail.mime;

import dev.postern.mail.Message;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A message, or a part of one, and the parts in it (RFC 2046 §5.1): where its octets stand and what its header says of them. Immutable;
 * the octets themselves are read from the message each time.
 */
public final class MessagePart {
    private final String type;
    private final Map<String, String> typeParameters;
    private final String disposition;
    private final Map<String, String> dispositionParameters;
    private final @Nullable String contentId;
    private final @Nullable String subject;
    private final TransferEncoding encoding;
    private final Stretch body;
    private final List<MessagePart> parts;

    MessagePart(PartStart start, long end, List<MessagePart> parts) {
        this.type = start.type();
        this.typeParameters = start.contentType().parameters();
        this.disposition = start.disposition().value();
        this.dispositionParameters = start.disposition().parameters();
        this.contentId = start.contentId();
        this.subject = start.subject();
        this.encoding = start.encoding();
        this.body = new Stretch(start.bodyStart(), Math.max(start.bodyStart(), end));
        this.parts = List.copyOf(parts);
    }

    /** Type and subtype in lower case, such as {@code text/plain}; what the header leaves open is as RFC 2045 §5.2 has it. */
    public String type() {
        return type;
    }

    /** A parameter of the type by its name in lower case, such as {@code charset}; null where it has none. */
    public @Nullable String typeParameter(String name) {
        return typeParameters.get(name);
    }

    /** How the part is to be shown, {@code inline} or {@code attachment} (RFC 2183 §2), in lower case; empty where that is not said. */
    public String disposition() {
        return disposition;
    }

    /** The name of the file as the header has it, encoded words and all; null where it names none. */
    public @Nullable String fileName() {
        String name = dispositionParameters.get("filename");
        return name == null ? typeParameters.get("name") : name;
    }

    /** By what other parts refer to this one, without angle brackets (RFC 2392); null where it has none. */
    public @Nullable String contentId() {
        return contentId;
    }

    /** The field Subject as it stands in the header, unfolded; a character stands for an octet. Null where it has none. */
    public @Nullable String subject() {
        return subject;
    }

    /** The parts of a multipart, in their order; empty for all else, and for one in which none of its boundaries stands. */
    public List<MessagePart> parts() {
        return parts;
    }

    /** The size of the body in octets as it is encoded. Decoded it is no larger, but for lone line feeds in quoted-printable, which become CRLF. */
    public long encodedSize() {
        return body.size();
    }

    /** Whether the body stands for itself: what is encoded can only be read through. */
    public boolean isIdentity() {
        return encoding != TransferEncoding.BASE64 && encoding != TransferEncoding.QUOTED_PRINTABLE;
    }

    /**
     * The message that is the body of this part (RFC 2046 §5.2.1): read from where it stands, or decoded once.
     *
     * @param message of which this is a part
     * @param mostDecoded the octets of an encoded one that are taken into memory
     * @param cuts takes note where that was not enough
     * @throws IOException if it can't be read
     */
    public Message embedded(Message message, int mostDecoded, Set<Cut> cuts) throws IOException {
        if (isIdentity()) {
            return EmbeddedMessage.of(message, body);
        }
        try (InputStream in = open(message)) {
            byte[] octets = in.readNBytes(mostDecoded);
            if (in.read() >= 0) {
                cuts.add(Cut.CONTENT);
            }
            return Message.of(octets);
        }
    }

    /**
     * Opens the body, decoded from base64 or quoted-printable while it is read; an encoding that nobody knows stays as it is.
     *
     * @param message of which this is a part
     * @throws IOException if it can't be read
     * @throws IllegalStateException if the message is closed
     */
    public InputStream open(Message message) throws IOException {
        InputStream in = message.open();
        try {
            in.skipNBytes(body.start());
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
        return DecodedBody.of(new StretchStream(in, body.size()), encoding);
    }
}
