package dev.postern.smtp.server;

import dev.postern.mail.Domain;
import dev.postern.mail.MalformedAddressException;
import dev.postern.smtp.policy.AcceptedDomains;
import dev.postern.smtp.policy.Check;
import dev.postern.smtp.policy.Limits;
import dev.postern.smtp.policy.LoginRequired;
import dev.postern.smtp.policy.Networks;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What an operator says of one listener, under the same names in every face of the gateway.
 *
 * @param host the address to listen on
 * @param port 0 to 65535; 0 takes a free one
 * @param hostname our own name in the greeting and in Received; empty: the name of this machine
 * @param acceptedDomains the domains whose recipients are accepted
 * @param acceptAnyDomain whether all domains are accepted on an address that is not loopback
 * @param networks who may relay without logging in, and who speaks for others
 * @param messageSize the largest message in octets
 * @param recipients the most recipients of one mail
 * @param connections the most open connections
 * @param spoolDirectory where larger messages rest until their reply; empty: the directory for temporary files
 * @param spoolMemory octets of messages that rest in memory
 * @param spoolTotal octets of messages in memory and in files
 * @param tls certificates, and who needs them
 * @param dns what DNS is asked before mail is taken
 * @param auth who may log in
 */
public record ListenerSettings(
        String host,
        int port,
        String hostname,
        List<String> acceptedDomains,
        boolean acceptAnyDomain,
        NetworkSettings networks,
        long messageSize,
        int recipients,
        int connections,
        String spoolDirectory,
        long spoolMemory,
        long spoolTotal,
        TlsSettings tls,
        DnsSettings dns,
        AuthSettings auth) {
    private static final long LEAST_MESSAGE_SIZE = 64 << 10;
    private static final int LEAST_RECIPIENTS = 100;

    public ListenerSettings {
        acceptedDomains = List.copyOf(acceptedDomains);
    }

    /**
     * One setting that is wrong.
     *
     * @param key one of {@link ListenerKey}
     * @param value what it is set to, empty for a secret or where it is not set
     * @param remedy what it must be, or what to set instead
     */
    public record Problem(String key, String value, String remedy) {}

    /**
     * What is wrong with these settings, each on its own, together, or with the files of this machine. Whether the port is free is seen
     * at the start only: while settings change, the listener that has it is our own.
     *
     * @param spelling how this face of the gateway spells a {@link ListenerKey}
     */
    public List<Problem> problems(UnaryOperator<String> spelling) {
        Problems problems = new Problems();
        problems.range(ListenerKey.PORT, port, 0, 65_535);
        problems.range(
                ListenerKey.MESSAGE_SIZE, messageSize, LEAST_MESSAGE_SIZE, Long.MAX_VALUE); // RFC 5321 §4.5.3.1.7
        problems.range(ListenerKey.RECIPIENTS, recipients, LEAST_RECIPIENTS, Integer.MAX_VALUE); // §4.5.3.1.8
        problems.range(ListenerKey.CONNECTIONS, connections, 1, Integer.MAX_VALUE);
        problems.range(ListenerKey.SPOOL_MEMORY, spoolMemory, 0, Long.MAX_VALUE);
        if (messageSize > spoolTotal) {
            problems.add(
                    ListenerKey.SPOOL_TOTAL,
                    spoolTotal,
                    "must hold at least one message of " + spelling.apply(ListenerKey.MESSAGE_SIZE) + ", which is "
                            + messageSize);
        }
        checkNames(problems);
        networks.check(problems);
        checkAddress(problems, spelling);
        checkFiles(problems, spelling);
        dns.check(problems, spelling);
        auth.check(problems, !tls.keystores().isEmpty(), spelling);
        return problems.found();
    }

    /**
     * Starts a listener as these settings say.
     *
     * @param stopGrace how long its end waits for content and open replies
     * @param spelling as in {@link #problems}
     * @throws IOException if the port can't be had, a file can't be read, or our own name is not set and can't be found; the message names
     *     the setting
     * @throws IllegalArgumentException if there are {@linkplain #problems problems}
     */
    public SmtpServer listen(MailSink sink, Duration stopGrace, UnaryOperator<String> spelling) throws IOException {
        SmtpServer.Builder server = SmtpServer.builder(sink)
                .listen(new InetSocketAddress(host, port))
                .hostname(hostname.isEmpty() ? localName(spelling) : hostname)
                .limits(Limits.DEFAULT
                        .withMessageSize(messageSize)
                        .withRecipients(recipients)
                        .withConnections(connections))
                .spool(spool())
                .tls(tls.open())
                .requireTls(tls.required())
                .implicitTls(tls.implicit())
                .proxies(Networks.parse(networks.proxies()))
                .stopGrace(stopGrace);
        DnsChecks asking = DnsChecks.of(dns, networks.trust());
        ServerAuth users = null;
        boolean started = false;
        try {
            users = auth.open();
            SmtpServer listener = server.checks(checks(asking))
                    .auth(users)
                    .stopped(asking::close)
                    .start();
            started = true;
            return listener;
        } catch (BindException e) {
            BindException failure = new BindException(e.getMessage() + "; set " + spelling.apply(ListenerKey.HOST)
                    + " and " + spelling.apply(ListenerKey.PORT) + " to what is free on this machine");
            failure.initCause(e);
            throw failure;
        } finally {
            if (!started) {
                asking.close();
                if (users != null) {
                    users.close();
                }
            }
        }
    }

    /** Address and port; no secret. */
    @Override
    public String toString() {
        return host + ":" + port;
    }

    private List<Check> checks(DnsChecks asking) {
        Set<Domain> domains = acceptedDomains.stream().map(Domain::parse).collect(Collectors.toSet());
        List<Check> checks = new ArrayList<>();
        if (auth.required()) {
            checks.add(new LoginRequired(networks.trust()));
        }
        if (!domains.isEmpty()) {
            checks.add(new AcceptedDomains(domains, networks.trust())); // first: it costs no question
        }
        checks.addAll(asking.checks());
        return checks;
    }

    private Spool spool() throws IOException {
        String directory = spoolDirectory.isEmpty() ? System.getProperty("java.io.tmpdir") : spoolDirectory;
        return Spool.in(TlsSettings.path(directory)).withMemory(spoolMemory).withTotal(spoolTotal);
    }

    private static String localName(UnaryOperator<String> spelling) throws UnknownHostException {
        String remedy = "set " + spelling.apply(ListenerKey.HOSTNAME);
        try {
            return Domain.parse(InetAddress.getLocalHost().getHostName()).text();
        } catch (UnknownHostException e) {
            throw new UnknownHostException(
                    "the name of this machine can't be found (" + e.getMessage() + "): " + remedy);
        } catch (MalformedAddressException e) {
            throw new UnknownHostException(
                    "the name of this machine is none that SMTP takes (" + e.getMessage() + "): " + remedy);
        }
    }

    private void checkNames(Problems problems) {
        if (!hostname.isEmpty()) {
            checkDomain(problems, ListenerKey.HOSTNAME, hostname);
        }
        acceptedDomains.forEach(domain -> checkDomain(problems, ListenerKey.ACCEPTED_DOMAINS, domain));
    }

    private void checkAddress(Problems problems, UnaryOperator<String> spelling) {
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            problems.add(ListenerKey.HOST, host, "must be the name or address of this machine, but is known to nobody");
            return;
        }
        if (!acceptedDomains.isEmpty() && acceptAnyDomain) {
            problems.add(
                    ListenerKey.ACCEPT_ANY_DOMAIN,
                    true,
                    "contradicts " + spelling.apply(ListenerKey.ACCEPTED_DOMAINS) + ": leave one of the two out");
        }
        if (acceptedDomains.isEmpty() && !acceptAnyDomain && !auth.required() && !address.isLoopbackAddress()) {
            problems.add(
                    ListenerKey.ACCEPTED_DOMAINS,
                    "",
                    spelling.apply(ListenerKey.HOST) + " is " + host
                            + ", where others may send mail: name your domains, or set "
                            + spelling.apply(ListenerKey.ACCEPT_ANY_DOMAIN) + "=true");
        }
    }

    private void checkFiles(Problems problems, UnaryOperator<String> spelling) {
        tls.check(problems, spelling);
        try {
            spool();
        } catch (IOException | IllegalArgumentException e) {
            problems.add(ListenerKey.SPOOL_DIRECTORY, spoolDirectory, String.valueOf(e.getMessage()));
        }
    }

    private static void checkDomain(Problems problems, String key, String domain) {
        try {
            Domain.parse(domain);
        } catch (MalformedAddressException e) {
            problems.add(key, domain, "must be a host name such as mail.example.org: " + e.getMessage());
        }
    }
}
