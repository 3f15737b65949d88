package dev.postern.kafka.source.mailbox;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.PrefixedSettings;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import dev.postern.smtp.login.LoginMechanism;
import dev.postern.smtp.login.MechanismChoice;
import dev.postern.smtp.oauth.TokenEndpoint;
import dev.postern.smtp.oauth.TokenGrant;
import dev.postern.smtp.provider.Provider;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.jspecify.annotations.Nullable;

/** The settings of an account that say who we are to its server. */
final class LoginConfig {
    private static final String USERNAME = "username";
    private static final String PASSWORD = "password";
    private static final String MECHANISMS = "auth.mechanisms";
    private static final String ENDPOINT = "oauth.token.endpoint";
    private static final String CLIENT_ID = "oauth.client.id";
    private static final String CLIENT_SECRET = "oauth.client.secret";
    private static final String REFRESH_TOKEN = "oauth.refresh.token";
    private static final String SCOPE = "oauth.scope";
    private static final String HIDDEN = "[hidden]";

    private final PrefixedSettings account;

    LoginConfig(PrefixedSettings account) {
        this.account = account;
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
                        "The password; empty with a token.")
                .add(
                        prefix + MECHANISMS,
                        "Mechanisms",
                        ConfigDef.Type.LIST,
                        "",
                        Settings.namesOf(Stream.of(LoginMechanism.values())
                                .map(LoginMechanism::keyword)
                                .toList()),
                        Importance.LOW,
                        "The mechanisms that the login may use, the preferred first; empty: the strongest that the server offers.");
        return defineTokens(settings, prefix);
    }

    private static GroupedConfigDef defineTokens(GroupedConfigDef settings, String prefix) {
        return settings.add(
                        prefix + ENDPOINT,
                        "Token endpoint",
                        ConfigDef.Type.STRING,
                        "",
                        Settings.tokenEndpoint(),
                        Importance.MEDIUM,
                        "Where a token is asked for (OAuth 2.0, RFC 6749), in place of a password; https, or http on this machine. It is asked again before the token expires, and where"
                                + " the server refuses it.")
                .add(
                        prefix + CLIENT_ID,
                        "Client",
                        ConfigDef.Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "The client's id at the token endpoint.")
                .add(
                        prefix + CLIENT_SECRET,
                        "Client secret",
                        ConfigDef.Type.PASSWORD,
                        "",
                        Importance.MEDIUM,
                        "The client's secret; empty for a client that has none.")
                .add(
                        prefix + REFRESH_TOKEN,
                        "Refresh token",
                        ConfigDef.Type.PASSWORD,
                        "",
                        Importance.MEDIUM,
                        "What the user has granted the client. Where the endpoint replaces it, the replacement is used until a restart. Empty: the client asks by its own"
                                + " credentials.")
                .add(
                        prefix + SCOPE,
                        "Scope",
                        ConfigDef.Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "What the token is for, words with spaces between; empty: what the endpoint takes it for.");
    }

    /** Takes note of what does not fit together. */
    void check(SettingErrors errors, ServerConfig server) {
        boolean password = account.isSet(PASSWORD);
        boolean oauth = account.isSet(ENDPOINT);
        if (!account.isSet(USERNAME)) {
            errors.add(account.key(USERNAME), "", "a mailbox has a user: set it");
        }
        if (!password && !oauth) {
            errors.add(account.key(PASSWORD), "", "set it, or " + account.key(ENDPOINT));
        } else if (password && oauth) {
            errors.add(
                    account.key(PASSWORD),
                    HIDDEN,
                    "a login shows a password or a token: leave either this or " + account.key(ENDPOINT) + " empty");
        }
        if (oauth && server.protection() == MailboxProtection.NONE) {
            errors.add(
                    server.tlsKey(),
                    "none",
                    "a token is shown to a server with a verified certificate only: choose implicit or starttls");
        }
        checkGrant(errors, oauth);
        checkMechanisms(errors, oauth);
        server.provider().ifPresent(provider -> checkProvider(errors, provider));
    }

    private void checkGrant(SettingErrors errors, boolean oauth) {
        if (!oauth) {
            Stream.of(CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN, SCOPE)
                    .filter(account::isSet)
                    .forEach(name -> errors.add(
                            account.key(ENDPOINT), "", "set it together with " + account.key(name) + ", or neither"));
        } else if (!account.isSet(CLIENT_ID)) {
            errors.add(account.key(CLIENT_ID), "", "set it together with " + account.key(ENDPOINT));
        } else if (!account.isSet(CLIENT_SECRET) && !account.isSet(REFRESH_TOKEN)) {
            errors.add(account.key(CLIENT_SECRET), "", "set it, or " + account.key(REFRESH_TOKEN) + ", or both");
        }
    }

    private void checkMechanisms(SettingErrors errors, boolean oauth) {
        List<LoginMechanism> mechanisms = mechanisms();
        if (!mechanisms.isEmpty() && mechanisms.stream().noneMatch(mechanism -> mechanism.takesToken() == oauth)) {
            errors.add(
                    account.key(MECHANISMS),
                    account.list(MECHANISMS),
                    oauth
                            ? "names none that shows a token: add OAUTHBEARER or XOAUTH2, or leave it empty"
                            : "names none that shows a password: add SCRAM-SHA-256 or PLAIN, or leave it empty");
        }
    }

    private void checkProvider(SettingErrors errors, Provider provider) {
        if (account.isSet(PASSWORD) && !provider.takesPassword()) {
            errors.add(
                    account.key(PASSWORD),
                    HIDDEN,
                    provider.name() + " takes no password: set " + account.key(ENDPOINT)
                            + (provider.tokenEndpoint() == null ? "" : "=" + provider.tokenEndpoint())
                            + " in its place");
        } else if (account.isSet(ENDPOINT) && !provider.takesToken()) {
            errors.add(
                    account.key(ENDPOINT),
                    account.string(ENDPOINT),
                    provider.name() + " takes no token: set " + account.key(PASSWORD) + " (" + provider.credentials()
                            + ") in its place");
        }
    }

    /** Who we are; it may ask for tokens from here on. */
    Login login() {
        String user = account.string(USERNAME);
        MechanismChoice choice = new MechanismChoice(mechanisms());
        return account.isSet(ENDPOINT)
                ? Login.byTokens(user, new TokenEndpoint(grant()), choice)
                : Login.byPassword(user, account.secret(PASSWORD), choice);
    }

    private TokenGrant grant() {
        return new TokenGrant(
                TokenGrant.endpoint(account.string(ENDPOINT)),
                account.string(CLIENT_ID),
                secretOrNull(CLIENT_SECRET),
                secretOrNull(REFRESH_TOKEN),
                account.string(SCOPE));
    }

    private List<LoginMechanism> mechanisms() {
        return account.list(MECHANISMS).stream()
                .map(LoginMechanism::named)
                .filter(Objects::nonNull)
                .toList();
    }

    private @Nullable String secretOrNull(String name) {
        return account.isSet(name) ? account.secret(name) : null;
    }
}
