package dev.postern.kafka.sink;

import dev.postern.kafka.GroupedConfigDef;
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
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;

/** The settings of the sink that say which relay takes the mail: a provider, a host, or one to be found. */
final class RelayConfig {
    static final String RELAY = "smtp.relay";
    static final String HOST = "smtp.host";
    static final String PORT = "smtp.port";
    static final String TLS = "smtp.tls";

    private static final int SUBMISSIONS = 465; // RFC 8314 §3.3

    private final AbstractConfig values;

    RelayConfig(AbstractConfig values) {
        this.values = values;
    }

    /** Adds these settings but for the protection, and leaves their group open for more. */
    static GroupedConfigDef define(GroupedConfigDef settings) {
        return settings.group("Relay")
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

    /**
     * Takes note of what does not fit together.
     *
     * @param mx whether mail goes by MX
     */
    void check(SettingErrors errors, boolean mx) {
        List<String> hosts = values.getList(HOST);
        String relay = values.getString(RELAY);
        if (mx) {
            String remedy = "has no use with " + RouteConfig.ROUTE + "=mx: leave it empty, or set relay there";
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
                    "set a host name or an IP address, or " + RELAY + " to a provider such as gmail, or "
                            + RouteConfig.ROUTE + "=mx");
        } else if (values.getInt(PORT) == SUBMISSIONS && mode(TLS) != TlsMode.IMPLICIT) {
            errors.add(
                    TLS,
                    values.getString(TLS),
                    "a server on port 465 speaks TLS from the first octet, and would be waited for in vain: set " + TLS
                            + "=implicit, or another " + PORT);
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
        return name().isEmpty() ? Optional.of(hosts()) : provider().map(RelayConfig::at);
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

    /** How connections are protected; where the server is to be found, by a certificate that is verified. */
    TlsMode tls() {
        return relay().map(Relay::tls).orElse(TlsMode.REQUIRED);
    }

    private TlsMode mode(String key) {
        return TlsMode.valueOf(values.getString(key).toUpperCase(Locale.ROOT));
    }
}
