package dev.postern.mail;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mime4j.MimeIOException;
import org.apache.james.mime4j.dom.Header;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.jspecify.annotations.Nullable;

/** What the header of a message says of its mail: its addresses, for one that comes without an envelope, and its name. */
public final class MessageHeader {
    private static final MimeConfig LIMITS = MimeConfig.custom()
            .setMaxHeaderCount(1_000)
            .setMaxHeaderLen(100_000)
            .setMaxLineLen(100_000)
            .build();

    private final Header header;

    private MessageHeader(Header header) {
        this.header = header;
    }

    /**
     * Reads the header of this message.
     *
     * @throws InvalidMailException if it has more than 1,000 fields, or one of more than 100,000 octets
     * @throws IOException if the message can't be read
     */
    public static MessageHeader read(Message message) throws IOException {
        DefaultMessageBuilder parser = new DefaultMessageBuilder();
        parser.setMimeEntityConfig(LIMITS);
        try (InputStream in = message.open()) {
            return new MessageHeader(parser.parseHeader(in));
        } catch (MimeIOException e) {
            throw new InvalidMailException("the header of the message can't be read: " + e.getMessage(), e);
        }
    }

    /** Who sent it: Sender, else the first of From (RFC 5322 §3.6.2); null if there is neither. */
    public @Nullable Address sender() {
        List<Address> senders = addresses("Sender");
        List<Address> candidates = senders.isEmpty() ? addresses("From") : senders;
        return candidates.isEmpty() ? null : candidates.get(0);
    }

    /** All of From and Sender (RFC 5322 §3.6.2), each address once. */
    public List<Address> authors() {
        List<Address> authors = new ArrayList<>(addresses("From"));
        authors.addAll(addresses("Sender"));
        return authors.stream().distinct().toList();
    }

    /** Who wrote it: the first of From (RFC 5322 §3.6.2), which anybody can write; null where there is none. */
    public @Nullable Address from() {
        List<Address> authors = addresses("From");
        return authors.isEmpty() ? null : authors.get(0);
    }

    /** All of To, Cc and Bcc, each address once. */
    public List<Address> recipients() {
        List<Address> recipients = new ArrayList<>();
        for (String name : List.of("To", "Cc", "Bcc")) {
            recipients.addAll(addresses(name));
        }
        return recipients.stream().distinct().toList();
    }

    /** The first Message-ID (RFC 5322 §3.6.4), as it stands there; null where there is none, or it is empty. */
    public @Nullable String messageId() {
        Field field = header.getField("Message-ID");
        String id = field == null || field.getBody() == null ? "" : unfolded(field.getBody());
        return id.isEmpty() ? null : id;
    }

    private List<Address> addresses(String name) {
        List<Address> addresses = new ArrayList<>();
        for (Field field : header.getFields(name)) {
            addresses.addAll(Mailboxes.addresses(name, unfolded(field.getBody())));
        }
        return addresses;
    }

    private static String unfolded(String body) {
        return (body.indexOf('\n') < 0 ? body : body.replaceAll("\r?\n(?=[ \t])", "")).strip();
    }
}
