package dev.postern.jca;

import dev.postern.mail.Address;
import dev.postern.mail.ContentLimitException;
import dev.postern.mail.Envelope;
import dev.postern.mail.auth.field.ResultsField;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mail that came in by SMTP. Used by one thread, until {@link MailListener#onMail} returns; then its content is gone.
 *
 * <p>{@link #subject}, {@link #text}, {@link #html}, {@link #replyText} and {@link #attachments} share one pass over the content, at the first
 * call of any. They take what strangers send as most mail programs do, within limits: a mail whose parts are nested deeper than 50, are
 * more than 2,000, have headers of more than 1 MiB together or one text of more than 8 MiB is a {@link ContentLimitException}. A bean that lets
 * it through, alone or as the cause of another exception, refuses the mail with {@code 554 5.6.0}, as it would be the same the next time.
 */
public interface InboundMail {
    /** The gateway's id of this mail: it also stands in the reply to the client, in the Received field and in the logs. */
    String id();

    /**
     * From whom, to whom, and by which client, with its address, the name it gave, its TLS and whom it has logged in as; what the sender
     * wants to be told ({@link Envelope#dsn()}); and what content scanners said of it ({@link Envelope#scans()}).
     */
    Envelope envelope();

    /**
     * Who stands behind it, by SPF, DKIM, DMARC and ARC: what DMARC says is in {@code origin().of("dmarc")}. Null where the listener did not find out: it has no {@code originCheck}, or the
     * client may relay.
     */
    default @Nullable ResultsField origin() {
        return envelope().origin();
    }

    /**
     * What stands behind the first {@code +} in the local part of this recipient: {@code 42} of {@code support+42@example.org}; null where nothing does.
     * Anybody may have written it: take it as a hint, not as a proof.
     */
    @Nullable
    String tag(Address recipient);

    /** The {@link #tag(Address)} of the first recipient that has one; null where none has. */
    @Nullable
    String tag();

    /**
     * The first address of the field From: who says that he wrote it, which anybody can. Null where that field is missing or holds no address.
     *
     * @throws IOException if it can't be read
     * @throws IllegalStateException after {@link MailListener#onMail} has returned
     */
    @Nullable
    Address from() throws IOException;

    /**
     * What a mail has in common with itself when its client sends it again: its Message-ID and a digest of its body, whatever servers on the way write to the rest of the header.
     * Null where there is no Message-ID of at most 250 characters: two mails that look the same may then be two. Reads the body at each call.
     *
     * @throws IOException if it can't be read
     * @throws IllegalStateException after {@link MailListener#onMail} has returned
     */
    @Nullable
    String fingerprint() throws IOException;

    /** The size of the content in octets. */
    long size();

    /**
     * Opens the content as it came, from its start: header, empty line and body, lines ended by CRLF (RFC 5322). May be called again.
     *
     * @throws IOException if it can't be read
     * @throws IllegalStateException after {@link MailListener#onMail} has returned
     */
    InputStream open() throws IOException;

    /**
     * The subject, decoded (RFC 2047) and on one line; of more than 2,000 characters the start. Null where there is none.
     *
     * @throws ContentLimitException if there is more in the mail than is read of one
     * @throws IOException if it can't be read
     * @throws IllegalStateException after {@link MailListener#onMail} has returned
     */
    @Nullable
    String subject() throws IOException;

    /**
     * The text of the mail where it has one in plain text: of alternatives the best (RFC 2046 §5.1.4), of several texts in a row all. Lines
     * end with a line feed; a missing, unknown or wrong charset is mended. Read anew at each call. Null where the mail has none, as of
     * HTML alone.
     *
     * @throws ContentLimitException if it is larger than 8 MiB, or there is more in the mail than is read of one
     * @throws IOException if it can't be read
     * @throws IllegalStateException after {@link MailListener#onMail} has returned
     */
    @Nullable
    String text() throws IOException;

    /**
     * The same in HTML, as it was sent: hostile, for a browser, until something has cleaned it. Null where the mail has none.
     *
     * @throws ContentLimitException if it is larger than 8 MiB, or there is more in the mail than is read of one
     * @throws IOException if it can't be read
     * @throws IllegalStateException after {@link MailListener#onMail} has returned
     */
    @Nullable
    String html() throws IOException;

    /**
     * Of {@link #text} what the sender has written now: without the mail that it answers and without the signature, as far as they have one
     * of the usual shapes in English, German or French. Empty where all of it is quoted; null where there is no text.
     *
     * @throws ContentLimitException as for {@link #text}
     * @throws IOException if it can't be read
     * @throws IllegalStateException after {@link MailListener#onMail} has returned
     */
    @Nullable
    String replyText() throws IOException;

    /**
     * All parts that are neither in {@link #text} nor in {@link #html}, in their order: files, pictures in the HTML, messages, signatures, and
     * alternatives that were not chosen. Nothing is decoded before it is asked for.
     *
     * @throws ContentLimitException if there is more in the mail than is read of one
     * @throws IOException if it can't be read
     * @throws IllegalStateException after {@link MailListener#onMail} has returned
     */
    List<InboundAttachment> attachments() throws IOException;

    /**
     * The content for Jakarta Mail, parsed at the first call and held in memory from then on: for a large mail prefer {@link #open()}, for what
     * stands in it {@link #text} and {@link #attachments}, which know limits. Changes to it change nothing but this object.
     *
     * @throws IOException if it can't be read or parsed
     * @throws IllegalStateException after {@link MailListener#onMail} has returned, unless it was called before
     */
    MimeMessage mimeMessage() throws IOException;

    /**
     * Hands the mail on as it came, with its reverse-path, at once and in no transaction: when this returns all of the recipients have it, so that a bean may answer for it. It
     * takes as long as the server at the other end does. A server that can't be reached is not asked again: whoever sent the mail keeps it and does so.
     * Who asked to be told of success (RFC 3461) is told where {@code postern.onward.notices} is set.
     *
     * @param recipients at least one; they need not be those of the envelope
     * @throws MailSendException if somebody does not get it; it tells who, and {@link MailSendException#rejection()} what to answer
     * @throws IllegalStateException after {@link MailListener#onMail} has returned
     */
    void deliver(Destination destination, List<Address> recipients) throws MailSendException;
}
