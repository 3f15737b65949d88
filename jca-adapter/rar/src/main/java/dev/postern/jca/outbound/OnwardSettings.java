package dev.postern.jca.outbound;

import dev.postern.jca.config.OnwardLogin;
import dev.postern.jca.config.OutsideSettings;
import dev.postern.mail.Domain;
import dev.postern.mail.MalformedAddressException;
import dev.postern.mail.dns.ServerAddress;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import jakarta.resource.spi.InvalidPropertyException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How mail is handed on: what is set outside of the archives as {@code postern.onward.…}.
 *
 * @param hello our own name in EHLO and LHLO; empty: that of the machine
 * @param tls how connections are protected
 * @param truststore a PKCS#12 file with the authorities of certificates; empty: those of the JVM
 * @param dnsServers whom to ask where mail goes by MX; empty: those of the system
 * @param notices the connection factory by which senders are told of success; empty: they are not
 */
record OnwardSettings(
        String hello,
        TlsMode tls,
        String truststore,
        String truststorePassword,
        List<InetSocketAddress> dnsServers,
        String notices) {

    // A client waits for all of it
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration COMMAND = Duration.ofSeconds(30);
    private static final Duration CONTENT = Duration.ofSeconds(60);

    /**
     * What is set unless it is set otherwise.
     *
     * @param key its name behind {@code postern.onward.}
     */
    record Default(String key, String value, String meaning) {}

    /** All settings that there are but {@linkplain OnwardLogin logins}, which have names. */
    static final List<Default> ALL = List.of(
            new Default("hello", "", "Our own name in EHLO, as DNS has it. Empty: that of the machine."),
            new Default(
                    "tls",
                    "opportunistic",
                    "How connections to relay, mx and lmtp are protected where a destination does not say it: opportunistic, by STARTTLS where it is offered; required, by STARTTLS with a certificate of the host's name;"
                            + " implicit, the same from the first octet; none. A Unix socket needs none."),
            new Default(
                    "truststore",
                    "",
                    "A truststore (PKCS#12) with the authorities of certificates. Empty: those of the JVM."),
            new Default("truststore.password", "", "The password of the truststore."),
            new Default("dns.servers", "", "DNS servers for mx, such as 192.0.2.1:53. Empty: those of the system."),
            new Default(
                    "notices",
                    "",
                    "The connection factory, set from outside alone, by whose journal senders who asked for it are told that their mail was delivered, or relayed to a server that tells them nothing"
                            + " (RFC 3461), such as outbound. Anybody can ask for it, in the name of anybody. Empty: nobody is told."));

    /**
     * As they are set now.
     *
     * @throws InvalidPropertyException naming each setting that is wrong, its value, and what is allowed
     */
    static OnwardSettings read() throws InvalidPropertyException {
        Map<String, String> texts = new TreeMap<>();
        ALL.forEach(each -> texts.put(each.key(), each.value()));
        Set<String> strangers =
                new TreeSet<>(OutsideSettings.of(OnwardLogin.GROUP).all().keySet());
        strangers.removeAll(texts.keySet());
        strangers.removeIf(OnwardLogin::isKey);
        OutsideSettings.of(OnwardLogin.GROUP).all().forEach(texts::replace);
        List<String> wrong = new ArrayList<>();
        strangers.forEach(
                key -> wrong.add(outside(key) + " is not a setting; those are " + String.join(", ", texts.keySet())));
        String dns = texts.getOrDefault("dns.servers", "");
        List<String> servers = Stream.of(dns.split(",", -1))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
        servers.stream()
                .filter(each -> ServerAddress.parse(each).isEmpty())
                .forEach(each -> wrong.add(outside("dns.servers") + " = " + each + ": " + ServerAddress.REMEDY));
        String hello = texts.getOrDefault("hello", "").strip();
        checkHello(hello, wrong);
        TlsMode tls = tls(texts.getOrDefault("tls", "").strip(), wrong);
        if (!wrong.isEmpty()) {
            throw new InvalidPropertyException("mail can't be handed on: " + String.join("; ", wrong));
        }
        return new OnwardSettings(
                hello,
                tls,
                texts.getOrDefault("truststore", ""),
                texts.getOrDefault("truststore.password", ""),
                ServerAddress.parseAll(servers),
                texts.getOrDefault("notices", "").strip());
    }

    private static void checkHello(String text, List<String> wrong) {
        try {
            Domain.parse(text.isEmpty() ? "localhost" : text);
        } catch (MalformedAddressException e) {
            wrong.add(
                    outside("hello") + " = " + text + ": set our own name, such as app.example.org: " + e.getMessage());
        }
    }

    private static TlsMode tls(String text, List<String> wrong) {
        return RelaySettings.tlsMode(text).orElseGet(() -> {
            wrong.add(outside("tls") + " = " + text + ": " + RelaySettings.TLS_REMEDY);
            return TlsMode.OPPORTUNISTIC;
        });
    }

    private static String outside(String key) {
        return "postern." + OnwardLogin.GROUP + "." + key;
    }

    /** @throws IOException if the truststore can't be read, or our own name is not set and can't be found; the message says so */
    SmtpClient client() throws IOException {
        SmtpClient.Builder client =
                SmtpClient.builder().hello(hello).tls(tls).timeouts(CONNECT, COMMAND, COMMAND, CONTENT);
        if (!truststore.isEmpty()) {
            client.trust(Path.of(truststore), truststorePassword.toCharArray());
        }
        return client.build();
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return hello + ", TLS " + tls;
    }
}
