package dev.postern.kafka.sink;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.Settings;
import dev.postern.mail.dns.DnsjavaResolver;
import dev.postern.mail.dns.ServerAddress;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.delivery.MxSettings;
import dev.postern.smtp.discovery.DiscoverySettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;

/** The settings of the sink that say where mail goes: by MX, or to a relay. */
final class RouteConfig {
    static final String ROUTE = "smtp.route";
    static final String MX_TLS = "smtp.mx.tls";

    private static final String MX_PORT = "smtp.mx.port";
    private static final String MX_OWN_HOSTS = "smtp.mx.own.hosts";
    private static final String MX_PRIVATE = "smtp.mx.private.addresses";
    static final String DNS_SERVERS = "dns.servers";
    private static final String DNS_TIMEOUT = "dns.timeout.ms";

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

    DiscoverySettings discovery() {
        return DiscoverySettings.STANDARD.withPrivateAddresses(values.getBoolean(MX_PRIVATE));
    }

    DnsjavaResolver dns() {
        return DnsjavaResolver.askingOrOfSystem(ServerAddress.parseAll(values.getList(DNS_SERVERS)), dnsTimeout());
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
