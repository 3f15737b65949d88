package dev.postern.mail.content;

import dev.postern.mail.Message;
import dev.postern.mail.mime.MessagePart;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A part of a mail, and where it stands in it. Read as long as the mail is open.
 *
 * @param path as IMAP counts parts (RFC 9051 §6.4.5.1), such as {@code 1.2.1}; a multipart that is all of a message is {@code TEXT}, or
 *     {@code 2.TEXT} where the message is part 2
 * @param role what it is for a reader
 * @param message in which it stands, by which it is read
 */
public record OutlinedPart(String path, Role role, Message message, MessagePart part) {
    /** What a part is for a reader. */
    public enum Role {
        /** It only holds others. */
        MULTIPART,
        /** It is in the text or the HTML of the mail. */
        TEXT,
        /** A mail in the mail, whose parts follow. */
        MESSAGE,
        /** It stands in a mail in the mail, and is read with that. */
        NESTED,
        /** All else. */
        FILE
    }

    /** A name that can be shown and stored, as {@link AttachedFile#name}; null where none was sent. */
    public @Nullable String fileName() {
        AttachedFile file = new AttachedFile(message, part);
        return file.rawName() == null ? null : file.name();
    }

    /** What it holds, decoded while it is read. */
    public InputStream open() throws IOException {
        return part.open(message);
    }
}
