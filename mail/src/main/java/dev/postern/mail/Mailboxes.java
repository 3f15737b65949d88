package dev.postern.mail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.dom.address.MailboxList;
import org.apache.james.mime4j.field.address.DefaultAddressParser;
import org.apache.james.mime4j.field.address.ParseException;
import org.jspecify.annotations.Nullable;

/** Reads address lists as they stand in header fields (RFC 5322 §3.4): {@code Bob <bob@example.org>, staff: a@example.org;}. */
public final class Mailboxes {
    private Mailboxes() {}

    /**
     * The plain addresses of a list, groups taken apart; empty for a blank text.
     *
     * @param where what the list is called in the error, such as {@code to}
     * @throws InvalidMailException if it is not an address list
     */
    public static List<Address> addresses(String where, String list) {
        @Nullable List<Address> plain = PlainList.read(list);
        return plain == null ? parsed(where, list) : plain;
    }

    /**
     * The plain addresses of a header field, groups taken apart.
     *
     * @param name of the field
     * @param value as it stands there, folded; a character stands for an octet, of UTF-8
     * @throws InvalidMailException if it is not an address list
     */
    public static List<Address> inField(String name, String value) {
        String text = new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return addresses(name, text.replace("\r\n", "").replace("\n", "").strip()); // RFC 5322 §2.2.3
    }

    /**
     * The mailboxes of a header field with their names, groups taken apart; those that hold no address are passed over.
     *
     * @param value as it stands there, folded; a character stands for an octet, of UTF-8
     * @throws InvalidMailException if it is not an address list
     */
    public static List<NamedAddress> named(String name, String value) {
        String text = new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        List<NamedAddress> named = new ArrayList<>();
        for (Mailbox mailbox :
                parse(name, text.replace("\r\n", "").replace("\n", "").strip())) {
            readable(name, mailbox).ifPresent(named::add);
        }
        return named;
    }

    private static Optional<NamedAddress> readable(String where, Mailbox mailbox) {
        String shown = mailbox.getName();
        try {
            return Optional.of(
                    new NamedAddress(shown == null || shown.isBlank() ? null : shown, address(where, mailbox)));
        } catch (InvalidMailException e) {
            return Optional.empty();
        }
    }

    static List<Address> parsed(String where, String list) {
        List<Address> addresses = new ArrayList<>();
        for (Mailbox mailbox : parse(where, list)) {
            addresses.add(address(where, mailbox));
        }
        return addresses;
    }

    static MailboxList parse(String where, String list) {
        checkOneLine(where, list);
        try {
            // names are for people: an encoded word that is none is no reason to refuse the addresses
            return DefaultAddressParser.DEFAULT
                    .parseAddressList(list, DecodeMonitor.SILENT)
                    .flatten();
        } catch (ParseException e) {
            throw new InvalidMailException(where + " is not a list of mail addresses", e);
        }
    }

    static Address address(String where, Mailbox mailbox) {
        try {
            return Address.parse(quotedWhereNeeded(mailbox.getLocalPart()) + '@' + mailbox.getDomain());
        } catch (MalformedAddressException e) {
            throw new InvalidMailException(where + " holds a wrong address: " + e.getMessage(), e);
        }
    }

    /** Refuses what would start another header field. */
    static void checkOneLine(String where, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                throw new InvalidMailException(where + " holds a line break or NUL");
            }
        }
    }

    private static String quotedWhereNeeded(String localPart) {
        boolean plain = localPart.chars().allMatch(c -> c > ' ' && c != 127 && "\"(),:;<>@[\\]".indexOf(c) < 0);
        return plain ? localPart : '"' + localPart.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
