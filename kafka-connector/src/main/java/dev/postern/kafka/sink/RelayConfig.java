package dev.postern.kafka.sink;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.PrefixedSettings;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import dev.postern.mail.Address;
import dev.postern.smtp.client.MailServer;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.provider.MailEndpoint;
import dev.postern.smtp.provider.MailService;
import dev.postern.smtp.provider.Provider;
import dev.postern.smtp.provider.ProviderTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;

/** The settings of the sink that say which relay takes the mail: a provider, a host, several, or one to be found. */
final class RelayConfig {
    private static final String RELAY = "relay";
    private static final String HOST = "host";
    private static final String WEIGHTS = "host.weights";
    private static final String PORT = "port";
    private static final String TLS = "tls";

    private static final int SUBMISSIONS = 465; // RFC 8314 §3.3
    private static final int MOST_WEIGHT = 1_000;

    private final WaySettings way;
    private final PrefixedSettings own;

    RelayConfig(WaySettings way) {
        this.way = way;
        this.own = way.own();
    }

    /** Adds these settings but for the protection, to the group that is open. */
    static GroupedConfigDef define(GroupedConfigDef settings, String prefix) {
        return settings.add(
                        prefix + RELAY,
                        "Relay",
                        ConfigDef.Type.STRING,
                        "",
                        Settings.parsedOrEmpty("a provider, or auto: and an address", RelayName::parse),
                        Importance.HIGH,
                        "In place of " + prefix + HOST + ", " + prefix + PORT + " and " + prefix + TLS
                                + " a provider for which they are known: "
                                + String.join(", ", ProviderTable.shipped().names())
                                + ". Or auto:susan@example.org, for which they are found when a task starts: by what the domain says in DNS (SRV, RFC 6186), by"
                                + " the provider that takes its mail, or by usual names such as smtp.example.org; only where a certificate proves the"
                                + " name. ./postern discover susan@example.org shows what is found.")
                .add(
                        prefix + HOST,
                        "Relay host",
                        ConfigDef.Type.LIST,
                        "",
                        Settings.hosts(),
                        Importance.HIGH,
                        "The relay's host name or IP address, such as smtp.example.org. Of several, with commas between, the next one gets the mail where one"
                                + " is down or busy. Empty where " + prefix + RELAY
                                + " names a provider, or mail goes by MX.")
                .add(
                        prefix + WEIGHTS,
                        "Weights of hosts",
                        ConfigDef.Type.LIST,
                        "",
                        Settings.numbers(0, MOST_WEIGHT),
                        Importance.MEDIUM,
                        "Spreads mail over several hosts: a number for each of " + prefix + HOST
                                + ", such as 3,1, by which the first of them gets three mails in four. The others are tried where that one is down or busy; a"
                                + " host of weight 0 only then. Empty: the first host gets all mail while it can.")
                .add(
                        prefix + PORT,
                        "Relay port",
                        ConfigDef.Type.INT,
                        587,
                        Range.between(1, 65_535),
                        Importance.HIGH,
                        "The relay's port: 587 for submission, 465 for submission in TLS (set " + prefix + TLS
                                + "=implicit), 25 between servers. Left out with " + prefix + RELAY + ".");
    }

    /** Adds the protection. */
    static GroupedConfigDef defineProtection(GroupedConfigDef settings, String prefix) {
        return settings.add(
                prefix + TLS,
                "Protection",
                ConfigDef.Type.STRING,
                "required",
                Settings.nameOf(TlsMode.class),
                Importance.HIGH,
                "How the connection to the relay is protected. required: STARTTLS and a certificate that is trusted and names the host; implicit: the same with"
                        + " TLS from the first octet; encrypted: STARTTLS with any certificate; opportunistic: the same where it is offered, else"
                        + " plaintext; none: plaintext. Left out with " + prefix + RELAY + ".");
    }

    /** The setting that names the hosts. */
    String hostKey() {
        return own.key(HOST);
    }

    /** Whether a provider or an address stands for the host. */
    boolean isNamed() {
        return own.isSet(RELAY);
    }

    /** What names the servers, as it is set. */
    String named() {
        return isNamed() ? own.string(RELAY) : String.join(",", own.list(HOST));
    }

    String portKey() {
        return own.key(PORT);
    }

    String tlsKey() {
        return own.key(TLS);
    }

    String relayKey() {
        return own.key(RELAY);
    }

    /**
     * Takes note of what does not fit together.
     *
     * @param mx whether mail goes by MX
     */
    void check(SettingErrors errors, boolean mx) {
        if (mx) {
            checkNone(errors);
            return;
        }
        List<String> hosts = own.list(HOST);
        String relay = own.string(RELAY);
        if (!relay.isEmpty()) {
            checkFilledIn(errors, relay, hosts);
        } else if (hosts.isEmpty()) {
            errors.add(
                    hostKey(),
                    "",
                    "set a host name or an IP address, or " + relayKey() + " to a provider such as gmail, or "
                            + way.route() + "=mx");
        } else if (own.number(PORT) == SUBMISSIONS && mode() != TlsMode.IMPLICIT) {
            errors.add(
                    tlsKey(),
                    own.string(TLS),
                    "a server on port 465 speaks TLS from the first octet, and would be waited for in vain: set "
                            + tlsKey() + "=implicit, or another " + portKey());
        }
        checkWeights(errors, hosts);
    }

    private void checkNone(SettingErrors errors) {
        String remedy = "has no use with " + way.route() + "=mx: leave it empty, or set relay there";
        if (own.isSet(HOST)) {
            errors.add(hostKey(), String.join(",", own.list(HOST)), remedy);
        }
        if (own.isSet(RELAY)) {
            errors.add(relayKey(), own.string(RELAY), remedy);
        }
        if (own.isSet(WEIGHTS)) {
            errors.add(own.key(WEIGHTS), String.join(",", own.list(WEIGHTS)), remedy);
        }
        if (way.isNamed()) {
            checkNotGiven(errors, PORT, "smtp.mx.port");
            checkNotGiven(errors, TLS, RouteConfig.MX_TLS);
        }
    }

    private void checkNotGiven(SettingErrors errors, String name, String instead) {
        Object given = own.given(name);
        if (given != null) {
            errors.add(
                    own.key(name),
                    given,
                    "has no use with " + way.route() + "=mx: leave it out; " + instead + " counts");
        }
    }

    private void checkWeights(SettingErrors errors, List<String> hosts) {
        List<Integer> weights = weights();
        String set = String.join(",", own.list(WEIGHTS));
        if (!weights.isEmpty() && weights.size() != hosts.size()) {
            errors.add(
                    own.key(WEIGHTS),
                    set,
                    "must hold a number for each of the " + hosts.size() + " in " + hostKey() + ", or be empty");
        } else if (!weights.isEmpty() && weights.stream().allMatch(weight -> weight == 0)) {
            errors.add(own.key(WEIGHTS), set, "leaves no host that would get mail: give one a number above 0");
        }
    }

    private void checkFilledIn(SettingErrors errors, String relay, List<String> hosts) {
        if (!hosts.isEmpty()) {
            errors.add(
                    hostKey(),
                    String.join(",", hosts),
                    "contradicts " + relayKey() + "=" + relay
                            + ", which stands for a host: leave one of the two empty");
        }
        Optional<Relay> known = relay();
        checkFilledIn(
                errors,
                PORT,
                known.map(each -> String.valueOf(each.servers().get(0).port())));
        checkFilledIn(errors, TLS, known.map(each -> each.tls().name().toLowerCase(Locale.ROOT)));
    }

    private void checkFilledIn(SettingErrors errors, String name, Optional<String> known) {
        Object set = own.given(name);
        boolean same = set != null
                && known.filter(String.valueOf(set).strip()::equalsIgnoreCase).isPresent();
        if (set != null && !same) {
            errors.add(
                    own.key(name),
                    set,
                    "contradicts " + relayKey() + "=" + own.string(RELAY) + ", which "
                            + known.map(value -> "stands for " + value).orElse("finds it") + ": leave it out, or set "
                            + hostKey() + " in place of " + relayKey());
        }
    }

    private Optional<RelayName> name() {
        String relay = own.string(RELAY);
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
        return name().isEmpty() ? Optional.of(hosts()) : provider().map(RelayConfig::at);
    }

    private Relay hosts() {
        List<String> hosts = own.list(HOST);
        return new Relay(
                hosts.stream()
                        .map(host -> MailServer.named(host, own.number(PORT)))
                        .toList(),
                weights(),
                mode(),
                String.join(", ", hosts));
    }

    private static Relay at(Provider provider) {
        MailEndpoint submission = provider.endpoint(MailService.SUBMISSION)
                .orElseThrow(() -> new IllegalStateException(provider.name() + " takes no mail"));
        return Relay.at(submission, provider.title() + " at " + submission);
    }

    /** How connections are protected; where the server is to be found, by a certificate that is verified. */
    TlsMode tls() {
        return relay().map(Relay::tls).orElse(TlsMode.REQUIRED);
    }

    private List<Integer> weights() {
        return own.list(WEIGHTS).stream().map(Integer::valueOf).toList();
    }

    private TlsMode mode() {
        return own.oneOf(TlsMode.class, TLS);
    }
}
