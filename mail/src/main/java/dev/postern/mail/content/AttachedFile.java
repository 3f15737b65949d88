package dev.postern.mail.content;

import dev.postern.mail.Message;
import dev.postern.mail.mime.MessagePart;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A part of a mail that is not its text: a file, a picture in it, a mail in the mail. Read as long as the mail is open. */
public final class AttachedFile {
    private static final String UNNAMED = "attachment";

    private final Message message;
    private final MessagePart part;

    AttachedFile(Message message, MessagePart part) {
        this.message = message;
        this.part = part;
    }

    /** A name that can be shown and stored, made by {@link FileName#safe} of the one that was sent; {@code attachment} without one. */
    public String name() {
        String sent = rawName();
        return sent == null ? UNNAMED : FileName.safe(sent, UNNAMED);
    }

    /** The name as it was sent, decoded: it may hold a path, or characters that lie about it. Null where none was sent. */
    public @Nullable String rawName() {
        String name = part.fileName();
        return name == null ? null : EncodedWords.decoded(name);
    }

    /** What the sender says it is, type and subtype in lower case, such as {@code application/pdf}. */
    public String contentType() {
        return part.type();
    }

    /** How it is to be shown, such as {@code attachment} or {@code inline} (RFC 2183 §2); empty where the sender does not say so. */
    public String disposition() {
        return part.disposition();
    }

    /** By what the HTML refers to it: {@code cid:} and this (RFC 2392); null where it has none. */
    public @Nullable String contentId() {
        return part.contentId();
    }

    /** The size in octets as it is encoded in the mail: {@link MessagePart#encodedSize}. */
    public long encodedSize() {
        return part.encodedSize();
    }

    /**
     * Opens it, decoded while it is read. May be called again.
     *
     * @throws IOException if it can't be read
     * @throws IllegalStateException if the mail is closed
     */
    public InputStream open() throws IOException {
        return part.open(message);
    }
}
