package dev.postern.mail.content;

import dev.postern.mail.ContentLimitException;
import dev.postern.mail.Message;
import dev.postern.mail.mime.MessagePart;
import dev.postern.mail.mime.PartReader;
import dev.postern.mail.mime.ReadLimits;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mail says and what it carries. Made in one pass over the message, in which nothing is decoded or kept but what its headers say;
 * all else is read when it is asked for, each time anew, as long as the message is open.
 */
public final class MailContent {
    private final Message message;
    private final ReadLimits limits;
    private final @Nullable String subject;
    private final SortedParts parts;

    private MailContent(Message message, ReadLimits limits, MessagePart root) {
        this.message = message;
        this.limits = limits;
        this.subject = root.subject();
        this.parts = SortedParts.of(root);
    }

    /**
     * Finds what is in this message, within {@link ReadLimits#STANDARD}.
     *
     * @throws ContentLimitException if there is too much in it
     * @throws IOException if it can't be read
     * @throws IllegalStateException if it is closed
     */
    public static MailContent of(Message message) throws IOException {
        return of(message, ReadLimits.STANDARD);
    }

    /** The same within limits of one's own. */
    public static MailContent of(Message message, ReadLimits limits) throws IOException {
        return new MailContent(message, limits, PartReader.read(message, limits));
    }

    /** The subject, decoded and on one line (RFC 5322 §3.6.5, RFC 2047); null where there is none. */
    public @Nullable String subject() {
        return subject == null ? null : EncodedWords.decoded(subject);
    }

    /**
     * The plain text, of alternatives the best, and of several texts in a row all; lines end with a line feed. Null where there is none.
     *
     * @throws ContentLimitException if it is larger than the limit
     * @throws IOException if it can't be read
     */
    public @Nullable String text() throws IOException {
        return read(parts.plain());
    }

    /**
     * The HTML as it was sent: what it does in a browser is up to its writer. Null where there is none.
     *
     * @throws ContentLimitException if it is larger than the limit
     * @throws IOException if it can't be read
     */
    public @Nullable String html() throws IOException {
        return read(parts.html());
    }

    /** All that is in neither text nor HTML, so that nothing of the mail is lost; in the order of the mail. */
    public List<AttachedFile> files() {
        return parts.others().stream()
                .map(part -> new AttachedFile(message, part))
                .toList();
    }

    private @Nullable String read(List<MessagePart> texts) throws IOException {
        if (texts.isEmpty()) {
            return null;
        }
        StringBuilder all = new StringBuilder();
        int left = limits.textOctets();
        for (MessagePart each : texts) {
            byte[] octets = read(each, left);
            left -= octets.length;
            Text.append(all, octets, each.typeParameter("charset"));
        }
        return all.toString();
    }

    private byte[] read(MessagePart text, int most) throws IOException {
        try (InputStream in = text.open(message)) {
            byte[] octets = in.readNBytes(most + 1);
            if (octets.length > most) {
                throw new ContentLimitException("its text is larger than " + limits.textOctets() + " octets");
            }
            return octets;
        }
    }
}
