package dev.postern.kafka.source.mailbox;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.PrefixedSettings;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.login.MechanismConfig;
import dev.postern.kafka.login.TokenConfig;
import dev.postern.smtp.provider.Provider;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** The settings of an account that say who we are to its server. */
final class LoginConfig {
    private static final String USERNAME = "username";
    private static final String PASSWORD = "password";
    private static final String HIDDEN = "[hidden]";

    private final PrefixedSettings account;
    private final TokenConfig tokens;
    private final MechanismConfig mechanisms;

    LoginConfig(PrefixedSettings account) {
        this.account = account;
        this.tokens = new TokenConfig(account);
        this.mechanisms = new MechanismConfig(account);
    }

    /** Adds these settings, to the group that is open. */
    static GroupedConfigDef define(GroupedConfigDef settings, String prefix) {
        settings.add(
                        prefix + USERNAME,
                        "User name",
                        ConfigDef.Type.STRING,
                        "",
                        Importance.HIGH,
                        "The user name, often the whole address.")
                .add(
                        prefix + PASSWORD,
                        "Password",
                        ConfigDef.Type.PASSWORD,
                        "",
                        Importance.HIGH,
                        "The password; empty with a token.");
        MechanismConfig.define(
                settings,
                prefix,
                "The mechanisms that the login may use, the preferred first; empty: the strongest that the server offers.");
        return TokenConfig.define(settings, prefix);
    }

    /** Takes note of what does not fit together. */
    void check(SettingErrors errors, ServerConfig server) {
        boolean oauth = tokens.isSet();
        if (!account.isSet(USERNAME)) {
            errors.add(account.key(USERNAME), "", "a mailbox has a user: set it");
        }
        if (!account.isSet(PASSWORD) && !oauth) {
            errors.add(account.key(PASSWORD), "", "set it, or " + tokens.key());
        }
        if (oauth && server.protection() == MailboxProtection.NONE) {
            errors.add(
                    server.tlsKey(),
                    "none",
                    "a token is shown to a server with a verified certificate only: choose implicit or starttls");
        }
        tokens.check(errors, PASSWORD);
        mechanisms.check(errors, oauth, "leave it empty");
        server.provider().ifPresent(provider -> checkProvider(errors, provider));
    }

    private void checkProvider(SettingErrors errors, Provider provider) {
        if (account.isSet(PASSWORD) && !provider.takesPassword()) {
            errors.add(
                    account.key(PASSWORD),
                    HIDDEN,
                    provider.name() + " takes no password: set " + tokens.key()
                            + (provider.tokenEndpoint() == null ? "" : "=" + provider.tokenEndpoint())
                            + " in its place");
        } else if (tokens.isSet() && !provider.takesToken()) {
            errors.add(
                    tokens.key(),
                    tokens.endpoint(),
                    provider.name() + " takes no token: set " + account.key(PASSWORD) + " (" + provider.credentials()
                            + ") in its place");
        }
    }

    /** Who we are; it may ask for tokens from here on. */
    Login login() {
        String user = account.string(USERNAME);
        return tokens.isSet()
                ? Login.byTokens(user, tokens.open(), mechanisms.choice())
                : Login.byPassword(user, account.secret(PASSWORD), mechanisms.choice());
    }
}
