package dev.postern.smtp.server;

import dev.postern.mail.Client;
import dev.postern.mail.Envelope;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes the trace field that each server puts before a message (RFC 5321 §4.4). */
final class ReceivedField {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final String by;
    private final ListenerMode mode;
    private long second = Long.MIN_VALUE;
    private String date = "";

    /** @param by our own name */
    ReceivedField(String by, ListenerMode mode) {
        this.by = by;
        this.mode = mode;
    }

    String of(Envelope envelope, Client client, Instant now) {
        StringBuilder field = new StringBuilder(256);
        field.append("Received: from ")
                .append(client.helo())
                .append(" (")
                .append(literal(client))
                .append(")\r\n\tby ");
        field.append(by)
                .append(" with ")
                .append(protocol(envelope, client))
                .append(" id ")
                .append(envelope.id());
        Client.Tls tls = client.tls();
        if (tls != null) {
            field.append("\r\n\t(")
                    .append(tls.protocol())
                    .append(' ')
                    .append(tls.cipher())
                    .append(')');
        }
        if (envelope.recipients().size() == 1) { // more would tell a Bcc recipient to the others
            field.append("\r\n\tfor <").append(envelope.recipients().get(0)).append('>');
        }
        int priority = envelope.demands().priority();
        if (priority != 0) { // RFC 6710 §4.1, §7
            field.append("\r\n\tPRIORITY ").append(priority);
        }
        return field.append(";\r\n\t").append(date(now)).append("\r\n").toString();
    }

    /** This point of time as header fields have it (RFC 5322 §3.3). */
    synchronized String date(Instant now) {
        if (now.getEpochSecond() != second) {
            second = now.getEpochSecond();
            date = DATE.format(now);
        }
        return date;
    }

    // RFC 3848, RFC 6531 §4.3
    private String protocol(Envelope envelope, Client client) {
        if (!client.esmtp()) {
            return "SMTP";
        }
        return (envelope.smtpUtf8() ? mode.utf8Protocol() : mode.protocol())
                + (client.tls() == null ? "" : "S")
                + (client.user() == null ? "" : "A");
    }

    private static String literal(Client client) {
        if (client.isLocal()) {
            return "local";
        }
        InetAddress address = client.address().getAddress();
        if (address == null) {
            return "[unknown]";
        }
        return address instanceof Inet6Address
                ? "[IPv6:" + withoutZone(address.getHostAddress()) + "]"
                : "[" + address.getHostAddress() + "]";
    }

    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }
}
