package dev.postern.kafka.source.mailbox;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.NamedSettings;
import dev.postern.kafka.PrefixedSettings;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.TruststoreConfig;
import dev.postern.smtp.provider.MailService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/**
 * The settings of accounts: one whose names begin with {@code imap.}, or one for each name in {@code imap.accounts}, beginning with {@code imap.account.NAME.}; and likewise
 * for POP3.
 */
public final class AccountsConfig {
    /** The name of the account that has none. */
    public static final String ONLY = "default";

    private static final String FOLDERS = "folders";
    private static final String KIND = "an account";

    private final AbstractConfig values;
    private final MailService service;
    private final String prefix;
    private final NamedSettings named;

    public AccountsConfig(AbstractConfig values, MailService service) {
        this.values = values;
        this.service = service;
        this.prefix = prefix(service);
        this.named = new NamedSettings(
                values, prefix + "accounts", prefix + "account.", KIND, name -> definitionOf(name, service));
    }

    /** What the settings of this service begin with. */
    public static String prefix(MailService service) {
        return service.toString().toLowerCase(Locale.ROOT) + ".";
    }

    private static String prefix(MailService service, String name) {
        return prefix(service) + "account." + name + ".";
    }

    /** Adds the settings of the account without a name, and the one that names others, as a group of their own. */
    public static GroupedConfigDef define(GroupedConfigDef settings, MailService service) {
        String prefix = prefix(service);
        String each = prefix(service, "NAME");
        settings.group(service == MailService.IMAP ? "IMAP: account" : "POP3: account")
                .add(
                        prefix + "accounts",
                        "Accounts",
                        ConfigDef.Type.LIST,
                        "",
                        NamedSettings.allowed(KIND),
                        Importance.MEDIUM,
                        "Names of several accounts, such as sales,support; each has settings of its own, such as "
                                + each
                                + "host and " + each + "username. Empty: one account, by " + prefix + "host, " + prefix
                                + "username and their like.")
                .open(prefix + "account.");
        return DiscoveryConfig.define(defineAccount(settings, prefix, service), prefix);
    }

    /** The settings of an account that has a name. */
    public static GroupedConfigDef definitionOf(String name, MailService service) {
        GroupedConfigDef settings = new GroupedConfigDef()
                .group(service == MailService.IMAP ? "One of several IMAP accounts" : "One of several POP3 accounts");
        return defineAccount(settings, prefix(service, name), service);
    }

    private static GroupedConfigDef defineAccount(GroupedConfigDef settings, String prefix, MailService service) {
        LoginConfig.define(ServerConfig.define(settings, prefix, service), prefix);
        if (service == MailService.IMAP) {
            settings.add(
                    prefix + FOLDERS,
                    "Folders",
                    ConfigDef.Type.LIST,
                    "INBOX",
                    Importance.HIGH,
                    "The folders to read, such as INBOX,Archive/*: * stands for anything, % for anything without /, which stands for the server's own delimiter; what begins with ! is left"
                            + " out. New folders that fit are found while the connector runs.");
        }
        return settings;
    }

    /** Takes note of what does not fit together, in each account. */
    public void check(SettingErrors errors) {
        if (!named.check(errors)) {
            return;
        }
        for (PrefixedSettings account : settings().values()) {
            ServerConfig server = new ServerConfig(account, service);
            server.check(errors);
            if (server.user().isPresent()) {
                new DiscoveryConfig(values, prefix).check(errors);
            }
            new LoginConfig(account).check(errors, server);
            if (service == MailService.IMAP && account.list(FOLDERS).isEmpty()) {
                errors.add(account.key(FOLDERS), "", "name a folder, such as INBOX");
            }
        }
        if (!named.names().isEmpty()) {
            defineAccount(new GroupedConfigDef(), prefix, service).names().stream()
                    .filter(name -> values.originals().containsKey(name))
                    .forEach(name -> errors.addUnknown(
                            name,
                            "has no use beside " + prefix + "accounts: set it for each of these, or leave it out"));
        }
    }

    private Map<String, PrefixedSettings> settings() {
        Map<String, PrefixedSettings> accounts = new LinkedHashMap<>();
        for (String name : named.names()) {
            accounts.put(name, new PrefixedSettings(named.of(name), prefix(service, name)));
        }
        if (accounts.isEmpty()) {
            accounts.put(ONLY, new PrefixedSettings(values, prefix));
        }
        return accounts;
    }

    /** The folders of each account, as they are set. */
    public List<List<String>> patterns() {
        return settings().values().stream()
                .map(account -> account.list(FOLDERS))
                .toList();
    }

    /**
     * The accounts; nothing is asked of their servers.
     *
     * @throws IOException if the truststore can't be read; the message names it and the reason
     */
    public List<Account> open() throws IOException {
        TrustConfig trust = new TrustConfig(new TruststoreConfig(values, prefix));
        List<Account> accounts = new ArrayList<>();
        for (Map.Entry<String, PrefixedSettings> each : settings().entrySet()) {
            ServerConfig server = new ServerConfig(each.getValue(), service);
            accounts.add(new Account(
                    each.getKey(),
                    service,
                    service == MailService.IMAP ? List.copyOf(each.getValue().list(FOLDERS)) : List.of(),
                    server.server().orElse(null),
                    server.user().orElse(null),
                    new LoginConfig(each.getValue()).login(),
                    new DiscoveryConfig(values, prefix),
                    trust));
        }
        return accounts;
    }
}
