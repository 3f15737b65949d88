package dev.postern.kafka.source.mailbox;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.PrefixedSettings;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import dev.postern.mail.Address;
import dev.postern.mail.MalformedAddressException;
import dev.postern.smtp.provider.MailEndpoint;
import dev.postern.smtp.provider.MailService;
import dev.postern.smtp.provider.Protection;
import dev.postern.smtp.provider.Provider;
import dev.postern.smtp.provider.ProviderTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;

/** The settings of an account that say where its mailbox is: a host, a provider, or one to be found. */
final class ServerConfig {
    private static final String PROVIDER = "provider";
    private static final String HOST = "host";
    private static final String PORT = "port";
    private static final String TLS = "tls";
    private static final String PLAINTEXT = "plaintext";
    private static final String AUTO = "auto:";
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|::1");

    private final PrefixedSettings account;
    private final MailService service;

    ServerConfig(PrefixedSettings account, MailService service) {
        this.account = account;
        this.service = service;
    }

    /** Adds these settings, to the group that is open. */
    static GroupedConfigDef define(GroupedConfigDef settings, String prefix, MailService service) {
        return settings.add(
                        prefix + HOST,
                        "Host",
                        ConfigDef.Type.STRING,
                        "",
                        new HostOrAuto(),
                        Importance.HIGH,
                        "The host name or IP address of the server, such as " + service
                                + ".example.org. Or auto:susan@example.org, for which it is found when it is first needed: by what the domain says in DNS (SRV, RFC 6186), by the provider"
                                + " that takes its mail, or by usual names; only where a certificate proves the name. ./postern discover susan@example.org shows what is found.")
                .add(
                        prefix + PROVIDER,
                        "Provider",
                        ConfigDef.Type.STRING,
                        "",
                        Settings.parsedOrEmpty("a provider", name -> known(name, service)),
                        Importance.HIGH,
                        "In place of " + prefix + HOST + ", " + prefix + PORT + " and " + prefix + TLS
                                + " a provider for which they are known: " + String.join(", ", names(service)) + ".")
                .add(
                        prefix + PORT,
                        "Port",
                        ConfigDef.Type.INT,
                        0,
                        Range.between(0, 65_535),
                        Importance.MEDIUM,
                        "The server's port; 0: " + service.port(Protection.IMPLICIT)
                                + " with TLS from the first octet, else " + service.port(Protection.STARTTLS) + ".")
                .add(
                        prefix + TLS,
                        "Protection",
                        ConfigDef.Type.STRING,
                        "implicit",
                        Settings.nameOf(MailboxProtection.class),
                        Importance.HIGH,
                        "How the connection is protected. implicit: TLS from the first octet; starttls: TLS by a command, without which nothing is said; both with a certificate that is"
                                + " trusted and names the host. none: plaintext, for a server on loopback only.")
                .add(
                        prefix + PLAINTEXT,
                        "Plaintext",
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "Whether " + prefix + TLS
                                + "=none may be used with a server that is not on loopback: all who carry the connection read the mail and the password. Tokens are never sent so.");
    }

    private static List<String> names(MailService service) {
        return ProviderTable.shipped().names().stream()
                .filter(name -> name.indexOf(':') < 0)
                .filter(name ->
                        ProviderTable.shipped().named(name).endpoint(service).isPresent())
                .toList();
    }

    private static Provider known(String name, MailService service) {
        Provider provider = ProviderTable.shipped().named(name);
        if (provider.endpoint(service).isEmpty()) {
            throw new IllegalArgumentException(
                    "has no " + service + " that is known: must be one of " + String.join(", ", names(service)));
        }
        return provider;
    }

    /** Takes note of what does not fit together. */
    void check(SettingErrors errors) {
        boolean named = account.isSet(PROVIDER);
        if (!named && !account.isSet(HOST)) {
            errors.add(
                    account.key(HOST),
                    "",
                    "set a host name or an IP address, auto: and an address, or " + account.key(PROVIDER));
        } else if (named && account.isSet(HOST)) {
            errors.add(
                    account.key(HOST),
                    account.string(HOST),
                    "contradicts " + account.key(PROVIDER) + "=" + account.string(PROVIDER)
                            + ", which stands for a host: leave one of the two empty");
        }
        if (named || user().isPresent()) {
            checkNotGiven(errors, PORT);
            checkNotGiven(errors, TLS);
        } else if (protection() == MailboxProtection.NONE && !isLoopback() && !account.isTrue(PLAINTEXT)) {
            errors.add(
                    account.key(TLS),
                    account.string(TLS),
                    "mail and password would travel in plaintext: choose implicit or starttls, or set "
                            + account.key(PLAINTEXT) + "=true");
        }
        checkPort(errors);
    }

    private void checkPort(SettingErrors errors) {
        int implicit = service.port(Protection.IMPLICIT);
        int other = service.port(Protection.STARTTLS);
        boolean isImplicit = protection() == MailboxProtection.IMPLICIT;
        int port = account.number(PORT);
        if ((port == implicit && !isImplicit) || (port == other && isImplicit)) {
            errors.add(
                    account.key(TLS),
                    account.string(TLS),
                    "a server on port " + port
                            + (isImplicit ? " begins without TLS" : " speaks TLS from the first octet")
                            + ", and would be waited for in vain: set " + account.key(TLS) + "="
                            + (isImplicit ? "starttls" : "implicit") + ", or another " + account.key(PORT));
        }
    }

    private void checkNotGiven(SettingErrors errors, String name) {
        Object given = account.given(name);
        if (given != null) {
            String instead = account.isSet(PROVIDER)
                    ? account.key(PROVIDER) + "=" + account.string(PROVIDER)
                    : account.key(HOST) + "=" + account.string(HOST);
            errors.add(account.key(name), given, "is known with " + instead + ": leave it out");
        }
    }

    /** The setting that says how connections are protected. */
    String tlsKey() {
        return account.key(TLS);
    }

    /** How connections are protected. */
    MailboxProtection protection() {
        return provider().isPresent() || user().isPresent()
                ? MailboxProtection.IMPLICIT
                : account.oneOf(MailboxProtection.class, TLS);
    }

    private boolean isLoopback() {
        return LOOPBACK.matcher(account.string(HOST)).matches();
    }

    /** The provider that is named, if one is. */
    Optional<Provider> provider() {
        return account.isSet(PROVIDER) ? Optional.of(known(account.string(PROVIDER), service)) : Optional.empty();
    }

    /** Whose server is to be found, if that is so. */
    Optional<Address> user() {
        return address(account.string(HOST));
    }

    /** The server, where it is known. */
    Optional<MailboxServer> server() {
        Optional<MailEndpoint> provided = provider().flatMap(provider -> provider.endpoint(service));
        if (provided.isPresent()) {
            return provided.map(MailboxServer::at);
        }
        if (user().isPresent()) {
            return Optional.empty();
        }
        MailboxProtection protection = protection();
        int port = account.number(PORT);
        Protection usual = protection == MailboxProtection.IMPLICIT ? Protection.IMPLICIT : Protection.STARTTLS;
        return Optional.of(new MailboxServer(account.string(HOST), port == 0 ? service.port(usual) : port, protection));
    }

    private static Optional<Address> address(String host) {
        if (!host.toLowerCase(Locale.ROOT).startsWith(AUTO)) {
            return Optional.empty();
        }
        try {
            Address user = Address.parse(host.substring(AUTO.length()));
            return user.domain().isLiteral() ? Optional.empty() : Optional.of(user);
        } catch (MalformedAddressException e) {
            return Optional.empty();
        }
    }

    /** A host, an address behind auto:, or nothing. */
    private static final class HostOrAuto implements Validator {
        private final Validator host = Settings.host();

        @Override
        public void ensureValid(String key, Object value) {
            String text = String.valueOf(value);
            if (text.toLowerCase(Locale.ROOT).startsWith(AUTO)) {
                if (address(text).isEmpty()) {
                    throw new ConfigException(
                            key, value, "must be an address behind auto:, such as auto:susan@example.org");
                }
            } else if (!text.isEmpty()) {
                host.ensureValid(key, value);
            }
        }

        @Override
        public String toString() {
            return host + ", auto: and an address, or empty";
        }
    }
}
