package dev.postern.smtp.server;

import dev.postern.mail.Domain;
import dev.postern.mail.MalformedAddressException;
import dev.postern.smtp.policy.AcceptedDomains;
import dev.postern.smtp.policy.Check;
import dev.postern.smtp.policy.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an operator says of one listener, under the same names in every face of the gateway.
 *
 * @param host the address to listen on
 * @param port 0 to 65535; 0 takes a free one
 * @param hostname our own name in the greeting and in Received; empty: the name of this machine
 * @param acceptedDomains the domains whose recipients are accepted
 * @param acceptAnyDomain whether all domains are accepted on an address that is not loopback
 * @param messageSize the largest message in octets
 * @param recipients the most recipients of one mail
 * @param connections the most open connections
 * @param spoolDirectory where larger messages rest until their reply; empty: the directory for temporary files
 * @param spoolMemory octets of messages that rest in memory
 * @param spoolTotal octets of messages in memory and in files
 * @param keystore a PKCS#12 file with key and certificate for STARTTLS; empty: not offered
 * @param keystorePassword the password of the keystore
 * @param requireTls whether mail in plaintext is refused
 */
public record ListenerSettings(
        String host,
        int port,
        String hostname,
        List<String> acceptedDomains,
        boolean acceptAnyDomain,
        long messageSize,
        int recipients,
        int connections,
        String spoolDirectory,
        long spoolMemory,
        long spoolTotal,
        String keystore,
        String keystorePassword,
        boolean requireTls) {
    private static final long LEAST_MESSAGE_SIZE = 64 << 10;
    private static final int LEAST_RECIPIENTS = 100;

    public ListenerSettings {
        acceptedDomains = List.copyOf(acceptedDomains);
    }

    /**
     * What is wrong with these settings, by the setting to change; empty if nothing is.
     *
     * @param spelling how this face of the gateway spells a {@link ListenerKey}
     */
    public Map<String, String> problems(UnaryOperator<String> spelling) {
        Problems problems = new Problems(spelling);
        if (host.isBlank()) {
            problems.add(ListenerKey.HOST, "is empty: set it to the address to listen on, 127.0.0.1 say");
        }
        problems.range(ListenerKey.PORT, port, 0, 65_535);
        problems.range(
                ListenerKey.MESSAGE_SIZE, messageSize, LEAST_MESSAGE_SIZE, Long.MAX_VALUE); // RFC 5321 §4.5.3.1.7
        problems.range(ListenerKey.RECIPIENTS, recipients, LEAST_RECIPIENTS, Integer.MAX_VALUE); // RFC 5321 §4.5.3.1.8
        problems.range(ListenerKey.CONNECTIONS, connections, 1, Integer.MAX_VALUE);
        problems.range(ListenerKey.SPOOL_MEMORY, spoolMemory, 0, Long.MAX_VALUE);
        problems.range(ListenerKey.SPOOL_TOTAL, spoolTotal, 1, Long.MAX_VALUE);
        checkDomain(problems, ListenerKey.HOSTNAME, hostname);
        acceptedDomains.forEach(domain -> checkDomain(problems, ListenerKey.ACCEPTED_DOMAINS, domain));
        if (acceptedDomains.isEmpty() && !acceptAnyDomain && !onLoopback()) {
            problems.add(
                    ListenerKey.ACCEPTED_DOMAINS,
                    "is empty, but " + spelling.apply(ListenerKey.HOST) + " is " + host + ": name your domains, or set "
                            + spelling.apply(ListenerKey.ACCEPT_ANY_DOMAIN) + "=true");
        }
        checkTls(problems);
        if (!spoolDirectory.isEmpty() && !isWritableDirectory(Path.of(spoolDirectory))) {
            problems.add(ListenerKey.SPOOL_DIRECTORY, spoolDirectory + " is not a directory that we may write to");
        }
        return problems.found;
    }

    /**
     * Starts a listener as these settings say.
     *
     * @param stopGrace how long its end waits for content and open replies
     * @throws IOException if the port can't be had or a file can't be read; the message names it
     * @throws IllegalArgumentException if there are {@linkplain #problems problems}
     */
    public SmtpServer listen(MailSink sink, Duration stopGrace) throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new UnknownHostException("can't listen on " + host + ": this name has no address");
        }
        return SmtpServer.builder(sink)
                .listen(address)
                .hostname(hostname)
                .limits(Limits.DEFAULT
                        .withMessageSize(messageSize)
                        .withRecipients(recipients)
                        .withConnections(connections))
                .checks(checks())
                .spool(spool())
                .tls(tls())
                .requireTls(requireTls)
                .stopGrace(stopGrace)
                .start();
    }

    /** Address and port; no secret. */
    @Override
    public String toString() {
        return host + ":" + port;
    }

    private List<Check> checks() {
        Set<Domain> domains = acceptedDomains.stream().map(Domain::parse).collect(Collectors.toSet());
        return domains.isEmpty() ? List.of() : List.of(new AcceptedDomains(domains));
    }

    private Spool spool() {
        Path directory = Path.of(spoolDirectory.isEmpty() ? System.getProperty("java.io.tmpdir") : spoolDirectory);
        return Spool.in(directory).withMemory(spoolMemory).withTotal(spoolTotal);
    }

    private @Nullable ServerTls tls() throws IOException {
        return keystore.isEmpty() ? null : ServerTls.fromPkcs12(Path.of(keystore), keystorePassword.toCharArray());
    }

    private boolean onLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (IOException unknown) {
            return false;
        }
    }

    private void checkTls(Problems problems) {
        if (keystore.isEmpty()) {
            if (requireTls) {
                problems.add(
                        ListenerKey.KEYSTORE,
                        "is empty, but " + problems.spelling.apply(ListenerKey.REQUIRE_TLS) + " is true");
            }
            return;
        }
        try {
            ServerTls.fromPkcs12(Path.of(keystore), keystorePassword.toCharArray());
        } catch (IOException e) {
            problems.add(ListenerKey.KEYSTORE, String.valueOf(e.getMessage()));
        }
    }

    private static void checkDomain(Problems problems, String key, String domain) {
        if (domain.isEmpty() && key.equals(ListenerKey.HOSTNAME)) {
            return;
        }
        try {
            Domain.parse(domain);
        } catch (MalformedAddressException e) {
            problems.add(key, domain + " is not a domain: " + e.getMessage());
        }
    }

    private static boolean isWritableDirectory(Path path) {
        return Files.isDirectory(path) && Files.isWritable(path);
    }

    /** The first thing that is wrong with each setting. */
    private static final class Problems {
        private final UnaryOperator<String> spelling;
        private final Map<String, String> found = new LinkedHashMap<>();

        Problems(UnaryOperator<String> spelling) {
            this.spelling = spelling;
        }

        void add(String key, String problem) {
            found.putIfAbsent(spelling.apply(key), problem);
        }

        void range(String key, long value, long least, long most) {
            if (value < least || value > most) {
                String allowed = most >= Integer.MAX_VALUE
                        ? "must be at least " + least
                        : "must be from " + least + " to " + most;
                add(key, value + " is out of range: it " + allowed);
            }
        }
    }
}
