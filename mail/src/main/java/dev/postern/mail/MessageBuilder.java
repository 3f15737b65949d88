package dev.postern.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;
import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.EncoderUtil;
import org.apache.james.mime4j.dom.Body;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.dom.address.MailboxList;
import org.apache.james.mime4j.message.BasicBodyFactory;
import org.apache.james.mime4j.message.BodyPartBuilder;
import org.apache.james.mime4j.message.DefaultMessageWriter;
import org.apache.james.mime4j.message.MultipartBuilder;
import org.apache.james.mime4j.stream.NameValuePair;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.util.MimeUtil;
import org.jspecify.annotations.Nullable;

/**
 * Builds a message (RFC 5322, MIME by RFC 2045 to 2047 and 2231) from its parts. All of it is US-ASCII on the wire, no line longer than 998.
 *
 * <p>The same parts make the same octets. Bcc never stands in the message; it counts among the {@link #recipients()}.
 * Not safe for use by several threads.
 */
public final class MessageBuilder {
    private static final Pattern FIELD_NAME = Pattern.compile("[!-9;-~]{1,76}"); // RFC 5322 §3.6.8
    private static final Pattern MEDIA_TYPE = Pattern.compile("[!#$&^_.+\\w-]+/[!#$&^_.+\\w-]+"); // RFC 6838 §4.2
    private static final Set<String> NOT_FREE = Set.of(
            "from",
            "to",
            "cc",
            "bcc",
            "resent-bcc",
            "subject",
            "date",
            "message-id",
            "mime-version",
            "received",
            "return-path");
    private static final int LONGEST_WORD = 900;
    private static final int LONGEST_ID_IN_BOUNDARY = 48;
    /** How many characters the encoder lets stand on the line before its first word; with more the line is longer than 76. */
    private static final int MOST_BEFORE_WORD = 50;

    private final String id;
    private final Instant date;
    private final List<Mailbox> from = new ArrayList<>();
    private final List<Mailbox> to = new ArrayList<>();
    private final List<Mailbox> cc = new ArrayList<>();
    private final List<Mailbox> bcc = new ArrayList<>();
    private final List<RawField> fields = new ArrayList<>();
    private final List<Attachment> attachments = new ArrayList<>();
    private @Nullable String subject;
    private @Nullable String text;
    private @Nullable String html;

    /**
     * @param id the {@link MailId} of the mail, of which Message-ID and boundaries are made
     * @param date what the Date field says, in UTC
     */
    public MessageBuilder(String id, Instant date) {
        this.id = id;
        this.date = date;
    }

    /** Adds authors; the first one is the {@link #sender()}. */
    public MessageBuilder from(String mailboxes) {
        from.addAll(inAscii("from", mailboxes));
        return this;
    }

    /** Adds recipients whom everyone sees. */
    public MessageBuilder to(String mailboxes) {
        to.addAll(inAscii("to", mailboxes));
        return this;
    }

    /** Adds recipients of a copy whom everyone sees. */
    public MessageBuilder cc(String mailboxes) {
        cc.addAll(inAscii("cc", mailboxes));
        return this;
    }

    /** Adds recipients whom nobody sees. */
    public MessageBuilder bcc(String mailboxes) {
        bcc.addAll(inAscii("bcc", mailboxes));
        return this;
    }

    /** Sets the subject. */
    public MessageBuilder subject(String value) {
        checkField("subject", value);
        this.subject = value;
        return this;
    }

    /** Sets the plain text. */
    public MessageBuilder text(String value) {
        this.text = value;
        return this;
    }

    /** Sets the HTML; with a text too, the reader's program chooses. */
    public MessageBuilder html(String value) {
        this.html = value;
        return this;
    }

    /**
     * Adds a header field.
     *
     * @throws InvalidMailException if it is one that the builder writes itself, one of transport or MIME, or holds a line break
     */
    public MessageBuilder header(String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!FIELD_NAME.matcher(name).matches()) {
            throw new InvalidMailException("headers holds a name that is not one of a header field");
        }
        if (NOT_FREE.contains(lower) || lower.startsWith("content-")) {
            throw new InvalidMailException(
                    "headers must not set " + name + ": it is made from the other parts of the mail");
        }
        checkField("headers: " + name, value);
        // the words are parted by folds, and the writer folds once more: it would part the header from itself
        int before = Math.min(name.length() + 2, MOST_BEFORE_WORD);
        String encoded = EncoderUtil.encodeIfNecessary(value, EncoderUtil.Usage.TEXT_TOKEN, before)
                .replace("\r\n", "");
        fields.add(new RawField(name, encoded));
        return this;
    }

    /** Adds a file. */
    public MessageBuilder attach(Attachment attachment) {
        Mailboxes.checkOneLine("attachments: name", attachment.name());
        if (!MEDIA_TYPE.matcher(attachment.contentType()).matches()) {
            throw new InvalidMailException("attachments: contentType is not a media type such as application/pdf");
        }
        attachments.add(attachment);
        return this;
    }

    /** Who sends: the first author; null without one. */
    public @Nullable Address sender() {
        return from.isEmpty() ? null : Mailboxes.address("from", from.get(0));
    }

    /** All of to, cc and bcc, each address once. */
    public List<Address> recipients() {
        List<Address> recipients = new ArrayList<>();
        to.forEach(mailbox -> recipients.add(Mailboxes.address("to", mailbox)));
        cc.forEach(mailbox -> recipients.add(Mailboxes.address("cc", mailbox)));
        bcc.forEach(mailbox -> recipients.add(Mailboxes.address("bcc", mailbox)));
        return recipients.stream().distinct().toList();
    }

    /**
     * The message.
     *
     * @throws InvalidMailException if there is no author (RFC 5322 §3.6)
     */
    public Message build() {
        Address sender = sender();
        if (sender == null) {
            throw new InvalidMailException("from is missing");
        }
        try {
            var message = org.apache.james.mime4j.dom.Message.Builder.of();
            message.setDate(Date.from(date), TimeZone.getTimeZone("UTC"));
            message.setFrom(from);
            if (from.size() > 1 && !hasField("Sender")) { // RFC 5322 §3.6.2
                message.setSender(from.get(0));
            }
            setIfAny(to, message::setTo);
            setIfAny(cc, message::setCc);
            message.setMessageId("<" + id + "@" + sender.domain() + ">");
            if (subject != null) {
                message.setSubject(subject);
            }
            fields.forEach(message::addField);
            Entity content = content();
            message.setBody(content.getBody());
            content.getHeader().getFields().forEach(message::setField);
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            new DefaultMessageWriter().writeMessage(message.build(), octets);
            return Message.of(octets.toByteArray());
        } catch (IOException e) {
            throw new IllegalStateException("memory can't be written", e);
        }
    }

    // RFC 6532 would allow more, to recipients whose servers all take it
    private static MailboxList inAscii(String where, String mailboxes) {
        MailboxList list = Mailboxes.parse(where, mailboxes);
        for (Mailbox mailbox : list) {
            if (!Ascii.holds(mailbox.getAddress())) {
                throw new InvalidMailException(
                        where + " holds an address with letters outside of US-ASCII: write its domain in the xn--"
                                + " form; for such a local part send a raw message");
            }
        }
        return list;
    }

    private boolean hasField(String name) {
        return fields.stream().anyMatch(field -> field.getName().equalsIgnoreCase(name));
    }

    private Entity content() throws IOException {
        if (attachments.isEmpty()) {
            return words();
        }
        List<Entity> parts = new ArrayList<>();
        parts.add(words());
        for (Attachment attachment : attachments) {
            parts.add(file(attachment));
        }
        return multipart("mixed", parts);
    }

    private Entity words() throws IOException {
        if (html == null) {
            return words("plain", text == null ? "" : text);
        }
        if (text == null) {
            return words("html", html);
        }
        return multipart("alternative", List.of(words("plain", text), words("html", html)));
    }

    private static Entity words(String subtype, String value) throws IOException {
        Body body = new BasicBodyFactory().textBody(canonical(value), StandardCharsets.UTF_8);
        return BodyPartBuilder.create()
                .setBody(body)
                .setContentType("text/" + subtype, new NameValuePair("charset", "UTF-8"))
                .setContentTransferEncoding(MimeUtil.ENC_QUOTED_PRINTABLE)
                .build();
    }

    private static Entity file(Attachment attachment) throws IOException {
        BodyPartBuilder part = BodyPartBuilder.create();
        part.setBody(attachment.content(), attachment.contentType());
        part.setContentTransferEncoding(MimeUtil.ENC_BASE64);
        part.setField(new RawField("Content-Disposition", "attachment; " + fileName(attachment.name())));
        return part.build();
    }

    // RFC 2183 §2.3, and RFC 2231 §4 for what is not US-ASCII
    private static String fileName(String name) {
        if (name.chars().allMatch(c -> c >= ' ' && c < 127) && name.length() < 70) {
            return "filename=\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        if (encoded.length() > LONGEST_WORD) {
            throw new InvalidMailException("attachments: name is too long");
        }
        return "filename*=UTF-8''" + encoded;
    }

    private Entity multipart(String subtype, List<Entity> parts) {
        MultipartBuilder multipart = MultipartBuilder.create(subtype);
        parts.forEach(multipart::addBodyPart);
        Multipart body = multipart.build();
        // Neither quoted-printable nor base64 can hold "=_", so no part holds the boundary. RFC 2046 §5.1.1: it has at
        // most 70 characters.
        String tail = id.substring(Math.max(0, id.length() - LONGEST_ID_IN_BOUNDARY));
        return BodyPartBuilder.create()
                .setBody((Body) body)
                .setContentType("multipart/" + subtype, new NameValuePair("boundary", "=_" + subtype + "_" + tail))
                .build();
    }

    private static void setIfAny(List<Mailbox> mailboxes, java.util.function.Consumer<Collection<Mailbox>> setter) {
        if (!mailboxes.isEmpty()) {
            setter.accept(mailboxes);
        }
    }

    private static void checkField(String where, String value) {
        Mailboxes.checkOneLine(where, value);
        int wordStart = 0;
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) == ' ') {
                wordStart = i + 1;
            } else if (i - wordStart > LONGEST_WORD) { // RFC 5322 §2.1.1: it could not be folded into lines of 998
                throw new InvalidMailException(where + " holds a word of more than " + LONGEST_WORD + " characters");
            }
        }
    }

    private static String canonical(String value) {
        return value.replaceAll("\r\n|\r|\n", "\r\n");
    }
}
