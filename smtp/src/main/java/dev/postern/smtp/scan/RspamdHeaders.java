package dev.postern.smtp.scan;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.Envelope;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Rspamd is told of a mail beside its content, as fields of an HTTP request. It looks up the name of the client itself. */
final class RspamdHeaders {
    /** Octets of recipients that are named: Rspamd takes 80 KiB of header. */
    private static final int RECIPIENTS = 48 << 10;
    /** Octets of one value; above all that SMTP lets a name or a path be. */
    private static final int VALUE = 1_024;

    private final List<Header> headers = new ArrayList<>();

    private RspamdHeaders() {}

    /** One field. */
    record Header(String name, String value) {}

    static List<Header> of(Envelope envelope) {
        RspamdHeaders all = new RspamdHeaders();
        all.add("Queue-Id", envelope.id());
        Client client = envelope.client();
        if (client != null) {
            all.client(client);
        }
        all.add("From", path(envelope.reversePath()));
        int octets = 0;
        for (Address recipient : envelope.recipients()) {
            String path = path(recipient);
            octets += path.length();
            if (octets > RECIPIENTS) {
                break;
            }
            all.add("Rcpt", path);
        }
        return List.copyOf(all.headers);
    }

    private void client(Client client) {
        InetAddress address = client.address().getAddress();
        if (address != null) {
            String text = address.getHostAddress();
            int zone = text.indexOf('%');
            add("IP", zone < 0 ? text : text.substring(0, zone));
        }
        add("Helo", client.helo());
        String user = client.user();
        if (user != null) {
            add("User", user);
        }
        Client.Tls tls = client.tls();
        if (tls != null) {
            add("TLS-Version", tls.protocol());
            add("TLS-Cipher", tls.cipher());
        }
    }

    private void add(String name, String value) {
        StringBuilder clean = new StringBuilder(Math.min(value.length(), VALUE));
        for (int i = 0; i < value.length() && clean.length() < VALUE; i++) {
            char c = value.charAt(i);
            clean.append(c >= ' ' && c < 0x7f ? c : '?');
        }
        String text = clean.toString().strip();
        if (!text.isEmpty()) {
            headers.add(new Header(name, text));
        }
    }

    private static String path(@Nullable Address address) {
        return "<" + (address == null ? "" : address) + ">";
    }
}
