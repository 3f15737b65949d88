package dev.postern.mail.spf;

import dev.postern.mail.DomainName;
import dev.postern.mail.MalformedAddressException;
import java.net.InetAddress;

/**
 * What is to be judged. All of it but the address is what a stranger said, and may be any text.
 *
 * @param client the address of the client
 * @param identity whose domain is asked
 * @param helo the name that the client gave at HELO or EHLO; may be empty
 * @param sender the reverse path without angle brackets; empty for the null path
 */
public record SpfQuery(InetAddress client, SpfIdentity identity, String helo, String sender) {
    /** Longer ones are no addresses (RFC 5321 §4.5.3.1, with room for UTF-8). */
    private static final int MAX_SENDER = 1_000;

    /** A check of the name that the client gave. */
    public static SpfQuery helo(InetAddress client, String helo) {
        return new SpfQuery(client, SpfIdentity.HELO, helo, "");
    }

    /** A check of the reverse path. */
    public static SpfQuery mailFrom(InetAddress client, String helo, String sender) {
        return new SpfQuery(client, SpfIdentity.MAIL_FROM, helo, sender);
    }

    /** The address of the client as people write it (RFC 5952 §4); an IPv4 address also where it comes as an IPv6 one that stands for it. */
    public String clientText() {
        return new ClientAddress(client).readable();
    }

    /** The local part; postmaster where there is none (RFC 7208 §2.4, §4.3). */
    String localPart() {
        int at = mailbox().lastIndexOf('@');
        return at <= 0 ? "postmaster" : mailbox().substring(0, at);
    }

    /** The domain that is asked, in lower case and A-labels (RFC 7208 §4.3) without a final dot; empty where there is none. */
    String domain() {
        if (mailbox().length() > MAX_SENDER) {
            return "";
        }
        try {
            return TargetName.normalized(
                    DomainName.toAscii(mailbox().substring(mailbox().lastIndexOf('@') + 1)));
        } catch (MalformedAddressException e) {
            return "";
        }
    }

    private String mailbox() {
        return identity == SpfIdentity.HELO || sender.isEmpty() ? "postmaster@" + helo : sender;
    }
}
