package dev.postern.jca;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A part of a mail that is not its text: a file, a picture in the HTML, a mail in the mail. All that is said here of its content is what
 * the sender says. Used by one thread, until {@link MailListener#onMail} returns.
 */
public interface InboundAttachment {
    /**
     * A name under which it can be shown and stored: without a path, without characters that can't be seen or turn the direction of
     * reading, at most 255 octets of UTF-8; {@code attachment} where the sender gave none. Several may have the same.
     */
    String name();

    /** The name as the sender gave it, decoded (RFC 2183 §2.3, RFC 2231): never use it as the name of a file. Null without one. */
    @Nullable
    String rawName();

    /** What the sender says it is, type and subtype in lower case, such as {@code application/pdf} (RFC 2045 §5). */
    String contentType();

    /** How it is to be shown, such as {@code attachment} or {@code inline} (RFC 2183 §2), in lower case; empty where that is not said. */
    String disposition();

    /** By what the HTML refers to it: {@code cid:} and this (RFC 2392); null where it has none. */
    @Nullable
    String contentId();

    /**
     * The size in octets as it is encoded in the mail, in base64 four for three: how many they are in fact is known only when they have been
     * read. No more than these, but for line feeds without a carriage return in quoted-printable, which get one.
     */
    long encodedSize();

    /**
     * Opens the content, decoded while it is read: nothing of it is held in memory. May be called again.
     *
     * @throws IOException if it can't be read
     * @throws IllegalStateException after {@link MailListener#onMail} has returned
     */
    InputStream open() throws IOException;
}
