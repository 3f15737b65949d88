package dev.postern.kafka.sink;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.Settings;
import dev.postern.mail.dns.DnsjavaResolver;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.dns.ServerAddress;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.delivery.MxSettings;
import dev.postern.smtp.delivery.MxSources;
import dev.postern.smtp.delivery.PublishedPolicy;
import dev.postern.smtp.delivery.TlsReports;
import dev.postern.smtp.discovery.DiscoverySettings;
import dev.postern.smtp.sts.StsPolicies;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.jspecify.annotations.Nullable;

/** The settings of the sink that say where mail goes: by MX, or to a relay. */
final class RouteConfig {
    static final String ROUTE = "smtp.route";
    static final String MX_TLS = "smtp.mx.tls";

    private static final String MX_PORT = "smtp.mx.port";
    private static final String MX_OWN_HOSTS = "smtp.mx.own.hosts";
    private static final String MX_PRIVATE = "smtp.mx.private.addresses";
    static final String DNS_SERVERS = "dns.servers";
    private static final String DNS_TIMEOUT = "dns.timeout.ms";
    private static final String DNS_TRUSTED = "dns.trusted";
    private static final String MX_POLICIES = "smtp.mx.policies";
    private static final String MX_POLICIES_DIRECTORY = "smtp.mx.policies.directory";
    private static final String MX_REPORTS_DIRECTORY = "smtp.mx.tls.reports.directory";

    private final AbstractConfig values;

    RouteConfig(AbstractConfig values) {
        this.values = values;
    }

    /** Adds these settings. */
    static GroupedConfigDef define(GroupedConfigDef settings) {
        return settings.group("Route")
                .add(
                        ROUTE,
                        "Route",
                        ConfigDef.Type.STRING,
                        "relay",
                        Settings.nameOf(Route.class),
                        Importance.HIGH,
                        "relay: all mail goes to smtp.relay or smtp.host; mx: to the hosts that DNS names for the domain of each recipient (MX records, RFC 5321"
                                + " §5.1), the next one where one is down or busy. Many of these refuse mail from hosts without a fixed address, a name in"
                                + " DNS and a reputation.")
                .add(
                        MX_PORT,
                        "MX port",
                        ConfigDef.Type.INT,
                        25,
                        Range.between(1, 65_535),
                        Importance.LOW,
                        "The port of these hosts.")
                .add(
                        MX_TLS,
                        "MX protection",
                        ConfigDef.Type.STRING,
                        "opportunistic",
                        Settings.nameOf(TlsMode.class),
                        Importance.MEDIUM,
                        "How connections to these hosts are protected, as smtp.tls does for the relay. With required, mail waits where a certificate"
                                + " does not name the host or is not trusted, as it is with many.")
                .add(
                        MX_POLICIES,
                        "Policies of domains",
                        ConfigDef.Type.LIST,
                        "dane,mta-sts",
                        Settings.parsedList("some of dane, mta-sts", PublishedPolicy::parse),
                        Importance.MEDIUM,
                        "What is asked of domains about the protection of their hosts, where smtp.mx.tls is opportunistic or encrypted and smtp.tls.policy does not name the"
                                + " domain. dane: a host with TLSA records in signed DNS has to match them (RFC 7672), if a DNS server is on loopback or dns.trusted is set;"
                                + " mta-sts: a domain with an enforced policy gets mail only at hosts that it names, by certificates that are trusted (RFC"
                                + " 8461). Mail waits (4.7.4, 4.7.5, 4.4.3) while that can't be had. Empty: nothing.")
                .add(
                        MX_POLICIES_DIRECTORY,
                        "Directory of policies",
                        ConfigDef.Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "A directory in which policies of MTA-STS outlive a restart; tasks and workers may share it. Empty: they are kept in memory, and who keeps us from the"
                                + " policy of a domain just behind a restart goes unnoticed.")
                .add(
                        MX_REPORTS_DIRECTORY,
                        "Directory of reports on TLS",
                        ConfigDef.Type.STRING,
                        "",
                        Importance.LOW,
                        "A directory that gets a report (RFC 8460, JSON) for each domain that asks for it, on how connections to its hosts were protected, when the first mail of"
                                + " the next day (UTC) goes, or never for the day in which a task ends. Nothing sends them; the log tells where they are wanted. Empty:"
                                + " nothing is counted.")
                .add(
                        MX_OWN_HOSTS,
                        "Own hosts",
                        ConfigDef.Type.LIST,
                        "",
                        Settings.hosts(),
                        Importance.MEDIUM,
                        "Names and addresses of the hosts that bring mail to these topics, if mail could come round: neither they nor those behind"
                                + " them in the order of MX get mail, and where none is left it is refused with 5.4.6.")
                .add(
                        MX_PRIVATE,
                        "Private addresses",
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "Whether mail may go to addresses that are not of the public Internet, such as 127.0.0.1 and 10.0.0.1, by MX or with"
                                + " smtp.relay=auto. Anyone can name them in the DNS of a domain of his.")
                .add(
                        DNS_SERVERS,
                        "DNS servers",
                        ConfigDef.Type.LIST,
                        "",
                        Settings.dnsServers(),
                        Importance.LOW,
                        "Addresses of the servers that are asked for MX, and with smtp.relay=auto, with a port or with 53; empty: those of the worker's machine.")
                .add(
                        DNS_TRUSTED,
                        "DNS trusted",
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "Whether all these servers verify signatures (DNSSEC), and nobody can change what comes from them: then what they call verified (AD) is. A server"
                                + " on loopback is trusted in any case. Without a trusted server there is no DANE.")
                .add(
                        DNS_TIMEOUT,
                        "DNS timeout",
                        ConfigDef.Type.LONG,
                        5_000L,
                        Range.between(100, 30_000),
                        Importance.LOW,
                        "How long one question to DNS may take with all its attempts, in milliseconds; while there is no answer, mail is deferred.");
    }

    /** How connections to the hosts of each domain are protected. */
    TlsMode tls() {
        return TlsMode.valueOf(values.getString(MX_TLS).toUpperCase(Locale.ROOT));
    }

    MxSettings mx() {
        return MxSettings.STANDARD
                .withPort(values.getInt(MX_PORT))
                .withOwnHosts(values.getList(MX_OWN_HOSTS))
                .withPrivateAddresses(values.getBoolean(MX_PRIVATE))
                .withDeadline(dnsTimeout().multipliedBy(3)); // MX and addresses, and some leeway
    }

    /** What is asked of domains about the protection of their hosts. */
    Set<PublishedPolicy> policies() {
        return PublishedPolicy.parse(values.getList(MX_POLICIES));
    }

    /**
     * The policies of MTA-STS.
     *
     * @throws IOException if their directory can't be used; the message names the setting
     */
    private StsPolicies sts(Resolver dns) throws IOException {
        String directory = values.getString(MX_POLICIES_DIRECTORY);
        if (directory.isEmpty()) {
            return StsPolicies.inMemory(dns);
        }
        try {
            return StsPolicies.keptIn(Settings.path(MX_POLICIES_DIRECTORY, directory), dns);
        } catch (IOException e) {
            throw new IOException(MX_POLICIES_DIRECTORY + " can't be used: " + e.getMessage(), e);
        }
    }

    /**
     * What writes reports on TLS, or null where nobody wants them.
     *
     * @param hello our own name
     * @throws IOException if their directory can't be used; the message names the setting
     */
    private @Nullable TlsReports reports(String hello, Resolver dns, @Nullable StsPolicies sts) throws IOException {
        String directory = values.getString(MX_REPORTS_DIRECTORY);
        if (directory.isEmpty()) {
            return null;
        }
        try {
            return new TlsReports(Settings.path(MX_REPORTS_DIRECTORY, directory), hello, dns, sts, Clock.systemUTC());
        } catch (IOException e) {
            throw new IOException(MX_REPORTS_DIRECTORY + " can't be used: " + e.getMessage(), e);
        }
    }

    /**
     * Whom to ask where mail goes by MX.
     *
     * @param hello our own name
     * @throws IOException if a directory can't be used; the message names the setting
     */
    MxSources sources(String hello) throws IOException {
        DnsjavaResolver dns = dns();
        StsPolicies sts = null;
        try {
            sts = policies().contains(PublishedPolicy.MTA_STS) ? sts(dns) : null;
            return new MxSources(dns, sts, reports(hello, dns, sts));
        } catch (IOException | RuntimeException e) {
            new MxSources(dns, sts, null).close();
            throw e;
        }
    }

    DiscoverySettings discovery() {
        return DiscoverySettings.STANDARD.withPrivateAddresses(values.getBoolean(MX_PRIVATE));
    }

    DnsjavaResolver dns() {
        return DnsjavaResolver.askingOrOfSystem(
                ServerAddress.parseAll(values.getList(DNS_SERVERS)), dnsTimeout(), values.getBoolean(DNS_TRUSTED));
    }

    /**
     * A resolver for each server that is set, by what it is set to; for those of the system one.
     *
     * @param longest how long an answer may take at most
     */
    Map<String, DnsjavaResolver> eachDns(Duration longest) {
        Duration timeout = longest.compareTo(dnsTimeout()) < 0 ? longest : dnsTimeout();
        Map<String, DnsjavaResolver> resolvers = new LinkedHashMap<>();
        List<String> servers = values.getList(DNS_SERVERS);
        servers.forEach(server -> resolvers.computeIfAbsent(
                server, text -> DnsjavaResolver.asking(ServerAddress.parseAll(List.of(text)), timeout)));
        if (servers.isEmpty()) {
            resolvers.put("", DnsjavaResolver.ofSystem(timeout));
        }
        return resolvers;
    }

    private Duration dnsTimeout() {
        return Duration.ofMillis(values.getLong(DNS_TIMEOUT));
    }
}
