package dev.postern.kafka.sink;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import dev.postern.mail.Address;
import dev.postern.mail.dns.DnsjavaResolver;
import dev.postern.mail.dns.ServerAddress;
import dev.postern.smtp.client.MailServer;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.delivery.MxSettings;
import dev.postern.smtp.discovery.DiscoverySettings;
import dev.postern.smtp.provider.MailEndpoint;
import dev.postern.smtp.provider.MailService;
import dev.postern.smtp.provider.Provider;
import dev.postern.smtp.provider.ProviderTable;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;

/** The settings of the sink that say where mail goes. */
final class RouteConfig {
    static final String HOST = "smtp.host";
    static final String PORT = "smtp.port";
    static final String RELAY = "smtp.relay";
    static final String TLS = "smtp.tls";
    static final String MX_TLS = "smtp.mx.tls";

    private static final String ROUTE = "smtp.route";
    private static final String MX_PORT = "smtp.mx.port";
    private static final String MX_OWN_HOSTS = "smtp.mx.own.hosts";
    private static final String MX_PRIVATE = "smtp.mx.private.addresses";
    private static final String DNS_SERVERS = "dns.servers";
    private static final String DNS_TIMEOUT = "dns.timeout.ms";

    private final AbstractConfig values;

    RouteConfig(AbstractConfig values) {
        this.values = values;
    }

    /** Adds these settings, and leaves the group of the relay open for more. */
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
                        "How long one question to DNS may take with all its attempts, in milliseconds; while there is no answer, mail is deferred.")
                .group("Relay")
                .add(
                        RELAY,
                        "Relay",
                        ConfigDef.Type.STRING,
                        "",
                        Settings.parsedOrEmpty("a provider, or auto: and an address", RelayName::parse),
                        Importance.HIGH,
                        "In place of smtp.host, smtp.port and smtp.tls a provider for which they are known: "
                                + String.join(", ", ProviderTable.shipped().names())
                                + ". Or auto:susan@example.org, for which they are found when a task starts: by what the domain says in DNS (SRV, RFC 6186), by"
                                + " the provider that takes its mail, or by usual names such as smtp.example.org; only where a certificate proves the"
                                + " name. ./postern discover susan@example.org shows what is found.")
                .add(
                        HOST,
                        "Relay host",
                        ConfigDef.Type.LIST,
                        "",
                        Settings.hosts(),
                        Importance.HIGH,
                        "The relay's host name or IP address, such as smtp.example.org. Of several, with commas between, the next one gets the mail where one"
                                + " is down or busy. Empty where smtp.relay names a provider, or mail goes by MX.")
                .add(
                        PORT,
                        "Relay port",
                        ConfigDef.Type.INT,
                        587,
                        Range.between(1, 65_535),
                        Importance.HIGH,
                        "The relay's port: 587 for submission, 465 for submission in TLS (set smtp.tls=implicit), 25 between servers. Left out"
                                + " with smtp.relay.");
    }

    /** Takes note of what does not fit together. */
    void check(SettingErrors errors) {
        List<String> hosts = values.getList(HOST);
        String relay = values.getString(RELAY);
        if (isMx()) {
            String remedy = "has no use with " + ROUTE + "=mx: leave it empty, or set relay there";
            if (!hosts.isEmpty()) {
                errors.add(HOST, String.join(",", hosts), remedy);
            }
            if (!relay.isEmpty()) {
                errors.add(RELAY, relay, remedy);
            }
        } else if (!relay.isEmpty()) {
            checkFilledIn(errors, relay, hosts);
        } else if (hosts.isEmpty()) {
            errors.add(
                    HOST,
                    "",
                    "set a host name or an IP address, or " + RELAY + " to a provider such as gmail, or " + ROUTE
                            + "=mx");
        }
    }

    private void checkFilledIn(SettingErrors errors, String relay, List<String> hosts) {
        if (!hosts.isEmpty()) {
            errors.add(
                    HOST,
                    String.join(",", hosts),
                    "contradicts " + RELAY + "=" + relay + ", which stands for a host: leave one of the two empty");
        }
        Optional<Relay> known = relay();
        checkFilledIn(
                errors,
                PORT,
                known.map(each -> String.valueOf(each.servers().get(0).address().getPort())));
        checkFilledIn(errors, TLS, known.map(each -> each.tls().name().toLowerCase(Locale.ROOT)));
    }

    private void checkFilledIn(SettingErrors errors, String key, Optional<String> known) {
        Object set = values.originals().get(key);
        boolean same = set != null
                && known.filter(String.valueOf(set).strip()::equalsIgnoreCase).isPresent();
        if (set != null && !same) {
            errors.add(
                    key,
                    set,
                    "contradicts " + RELAY + "=" + values.getString(RELAY) + ", which "
                            + known.map(value -> "stands for " + value).orElse("finds it") + ": leave it out, or set "
                            + HOST + " in place of " + RELAY);
        }
    }

    boolean isMx() {
        return Route.valueOf(values.getString(ROUTE).toUpperCase(Locale.ROOT)) == Route.MX;
    }

    private Optional<RelayName> name() {
        String relay = values.getString(RELAY);
        return relay.isEmpty() ? Optional.empty() : Optional.of(RelayName.parse(relay));
    }

    /** The provider that takes the mail, if one is named. */
    Optional<Provider> provider() {
        return name().filter(RelayName.Known.class::isInstance)
                .map(RelayName.Known.class::cast)
                .map(RelayName.Known::provider);
    }

    /** Whose server takes the mail, if that is to be found. */
    Optional<Address> user() {
        return name().filter(RelayName.ServerOf.class::isInstance)
                .map(RelayName.ServerOf.class::cast)
                .map(RelayName.ServerOf::user);
    }

    /** The servers that take the mail where it does not go by MX; empty where they are to be found. */
    Optional<Relay> relay() {
        return name().isEmpty() ? Optional.of(hosts()) : provider().map(RouteConfig::at);
    }

    private Relay hosts() {
        List<String> hosts = values.getList(HOST);
        return new Relay(
                hosts.stream()
                        .map(host -> MailServer.named(host, values.getInt(PORT)))
                        .toList(),
                mode(TLS),
                String.join(", ", hosts));
    }

    private static Relay at(Provider provider) {
        MailEndpoint submission = provider.endpoint(MailService.SUBMISSION)
                .orElseThrow(() -> new IllegalStateException(provider.name() + " takes no mail"));
        return Relay.at(submission, provider.title() + " at " + submission);
    }

    /** The setting that says how connections are protected. */
    String tlsKey() {
        return isMx() ? MX_TLS : TLS;
    }

    /** How connections are protected; where the server is to be found, by a certificate that is verified. */
    TlsMode tls() {
        return isMx() ? mode(MX_TLS) : relay().map(Relay::tls).orElse(TlsMode.REQUIRED);
    }

    private TlsMode mode(String key) {
        return TlsMode.valueOf(values.getString(key).toUpperCase(Locale.ROOT));
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

    private Duration dnsTimeout() {
        return Duration.ofMillis(values.getLong(DNS_TIMEOUT));
    }
}
