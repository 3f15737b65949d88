package dev.postern.smtp.milter;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names and values that a milter is told before a step, by the names that Sendmail gave them. */
final class Macros {
    private Macros() {}

    static List<Map.Entry<String, String>> ofConnect(String hostname, Client client) {
        return List.of(
                Map.entry("j", hostname),
                Map.entry("_", hostText(client)),
                Map.entry("{daemon_name}", "postern"),
                Map.entry("{client_addr}", addressText(client)),
                Map.entry("{client_name}", hostText(client)),
                Map.entry("{client_port}", String.valueOf(client.address().getPort())));
    }

    static List<Map.Entry<String, String>> ofHelo(Client client) {
        List<Map.Entry<String, String>> macros = new ArrayList<>();
        Client.Tls tls = client.tls();
        if (tls != null) {
            macros.add(Map.entry("{tls_version}", tls.protocol()));
            macros.add(Map.entry("{cipher}", tls.cipher()));
            if (tls.subject() != null) {
                macros.add(Map.entry("{cert_subject}", tls.subject()));
            }
        }
        return macros;
    }

    static List<Map.Entry<String, String>> ofMail(Client client, @Nullable Address reversePath) {
        List<Map.Entry<String, String>> macros = new ArrayList<>(ofHelo(client));
        macros.add(Map.entry("{mail_addr}", reversePath == null ? "" : reversePath.toString()));
        if (client.user() != null) {
            macros.add(Map.entry("{auth_authen}", client.user()));
        }
        return macros;
    }

    static List<Map.Entry<String, String>> ofRecipient(Address recipient) {
        return List.of(Map.entry("{rcpt_addr}", recipient.toString()));
    }

    static List<Map.Entry<String, String>> ofContent(String id) {
        return List.of(Map.entry("i", id));
    }

    /** The IP address. */
    static String addressText(Client client) {
        String address = client.address().getAddress().getHostAddress();
        int scope = client.address().getAddress() instanceof Inet6Address ? address.indexOf('%') : -1;
        return scope < 0 ? address : address.substring(0, scope);
    }

    /** The IP address in brackets, which is the name of a host whose name nobody has asked for. */
    static String hostText(Client client) {
        return "[" + addressText(client) + "]";
    }
}
