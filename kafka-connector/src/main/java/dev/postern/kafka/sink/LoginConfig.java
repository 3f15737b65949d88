package dev.postern.kafka.sink;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import dev.postern.smtp.client.Credentials;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.login.LoginMechanism;
import dev.postern.smtp.login.MechanismChoice;
import dev.postern.smtp.oauth.TokenEndpoint;
import dev.postern.smtp.oauth.TokenGrant;
import dev.postern.smtp.provider.Provider;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** The settings of the sink that say who it is to the relay. */
final class LoginConfig {
    private static final String USERNAME = "smtp.username";
    private static final String PASSWORD = "smtp.password";
    private static final String PLAINTEXT_AUTH = "smtp.auth.plaintext";
    private static final String MECHANISMS = "smtp.auth.mechanisms";
    private static final String ENDPOINT = "smtp.oauth.token.endpoint";
    private static final String CLIENT_ID = "smtp.oauth.client.id";
    private static final String CLIENT_SECRET = "smtp.oauth.client.secret";
    private static final String REFRESH_TOKEN = "smtp.oauth.refresh.token";
    private static final String SCOPE = "smtp.oauth.scope";
    private static final String HIDDEN = "[hidden]";

    private final AbstractConfig values;

    LoginConfig(AbstractConfig values) {
        this.values = values;
    }

    /** Adds these settings, the first of them to the group that is open. */
    static GroupedConfigDef define(GroupedConfigDef settings) {
        return settings.add(
                        USERNAME,
                        "User name",
                        ConfigDef.Type.STRING,
                        "",
                        Importance.HIGH,
                        "The user name for AUTH; empty: no AUTH.")
                .add(PASSWORD, "Password", ConfigDef.Type.PASSWORD, "", Importance.HIGH, "The password for AUTH.")
                .add(
                        PLAINTEXT_AUTH,
                        "Password in plaintext",
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "Whether the password may be sent over a connection without TLS. Tokens never are.")
                .add(
                        MECHANISMS,
                        "Mechanisms",
                        ConfigDef.Type.LIST,
                        "",
                        Settings.namesOf(Stream.of(LoginMechanism.values())
                                .map(LoginMechanism::keyword)
                                .toList()),
                        Importance.LOW,
                        "The mechanisms that AUTH may use, the preferred first; empty: the strongest that the relay offers, which is for a password"
                                + " SCRAM-SHA-256-PLUS, SCRAM-SHA-256, PLAIN, LOGIN, CRAM-MD5 (the latter before PLAIN where no certificate is"
                                + " verified), for a token OAUTHBEARER, XOAUTH2. Set it where a relay offers one that fails for this user.")
                .group("OAuth")
                .add(
                        ENDPOINT,
                        "Token endpoint",
                        ConfigDef.Type.STRING,
                        "",
                        Settings.tokenEndpoint(),
                        Importance.MEDIUM,
                        "Where a token for AUTH is asked for (OAuth 2.0, RFC 6749), in place of a password; https, or http on this machine. Its"
                                + " certificate must be one that the JVM trusts.")
                .add(
                        CLIENT_ID,
                        "Client",
                        ConfigDef.Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "The client's id at the token endpoint.")
                .add(
                        CLIENT_SECRET,
                        "Client secret",
                        ConfigDef.Type.PASSWORD,
                        "",
                        Importance.MEDIUM,
                        "The client's secret; empty for a client that has none.")
                .add(
                        REFRESH_TOKEN,
                        "Refresh token",
                        ConfigDef.Type.PASSWORD,
                        "",
                        Importance.MEDIUM,
                        "What the user has granted the client. Where the endpoint replaces it, the replacement is used until a restart. Empty: the client asks"
                                + " by its own credentials.")
                .add(
                        SCOPE,
                        "Scope",
                        ConfigDef.Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "What the token is for, words with spaces between; empty: what the endpoint takes it for.");
    }

    /** Takes note of what does not fit together, but for TLS. */
    void check(SettingErrors errors) {
        boolean password = isSet(PASSWORD);
        boolean oauth = isSet(ENDPOINT);
        if (isSet(USERNAME) && !password && !oauth) {
            errors.add(PASSWORD, "", "set it together with " + USERNAME + ", or neither; or " + ENDPOINT);
        } else if ((password || oauth || isSet(MECHANISMS)) && !isSet(USERNAME)) {
            String other = password ? PASSWORD : oauth ? ENDPOINT : MECHANISMS;
            errors.add(USERNAME, "", "set it together with " + other + ", or neither");
        }
        if (oauth && password) {
            errors.add(
                    PASSWORD,
                    HIDDEN,
                    "a login shows a password or a token: leave either this or " + ENDPOINT + " empty");
        }
        checkGrant(errors, oauth);
        List<LoginMechanism> mechanisms = mechanisms();
        if (isSet(USERNAME)
                && (oauth || password)
                && !mechanisms.isEmpty()
                && mechanisms.stream().noneMatch(mechanism -> mechanism.takesToken() == oauth)) {
            errors.add(
                    MECHANISMS,
                    values.getList(MECHANISMS),
                    oauth
                            ? "names none that shows a token: add OAUTHBEARER or XOAUTH2, or leave it empty"
                            : "names none that shows a password: add SCRAM-SHA-256 or PLAIN, or set " + ENDPOINT
                                    + " in place of " + PASSWORD);
        }
    }

    private void checkGrant(SettingErrors errors, boolean oauth) {
        if (!oauth) {
            Stream.of(CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN, SCOPE)
                    .filter(this::isSet)
                    .forEach(key -> errors.add(ENDPOINT, "", "set it together with " + key + ", or neither"));
        } else if (!isSet(CLIENT_ID)) {
            errors.add(CLIENT_ID, "", "set it together with " + ENDPOINT);
        } else if (!isSet(CLIENT_SECRET) && !isSet(REFRESH_TOKEN)) {
            errors.add(CLIENT_SECRET, "", "set it, or " + REFRESH_TOKEN + ", or both");
        }
    }

    /** Takes note of what this provider takes no mail without, or does not take. */
    void checkProvider(SettingErrors errors, Provider provider) {
        String password = PASSWORD + " (" + provider.credentials() + ")";
        String token = ENDPOINT + (provider.tokenEndpoint() == null ? "" : "=" + provider.tokenEndpoint());
        if (provider.needsLogin() && !isSet(USERNAME)) {
            String either = Stream.of(provider.takesPassword() ? password : "", provider.takesToken() ? token : "")
                    .filter(each -> !each.isEmpty())
                    .collect(Collectors.joining(", or "));
            errors.add(
                    USERNAME, "", provider.name() + " takes no mail without a login: set it together with " + either);
        }
        if (isSet(PASSWORD) && !provider.takesPassword()) {
            errors.add(PASSWORD, HIDDEN, provider.name() + " takes no password: set " + token + " in its place");
        }
        if (isSet(ENDPOINT) && !provider.takesToken()) {
            errors.add(
                    ENDPOINT,
                    values.getString(ENDPOINT),
                    provider.name() + " takes no token: set " + password + " in its place");
        }
    }

    /**
     * Takes note of secrets that would go to whom they must not go.
     *
     * @param mx whether mail goes by MX
     * @param tlsKey the setting that says how connections are protected
     * @param value how it is set
     */
    void checkProtection(SettingErrors errors, boolean mx, String tlsKey, Object value, TlsMode tls) {
        if (!isSet(USERNAME)) {
            return;
        }
        if (mx) {
            errors.add(
                    USERNAME,
                    values.getString(USERNAME),
                    "the password would go to whoever takes mail for a domain: leave it empty, or send through a relay");
        } else if (isSet(ENDPOINT) && !tls.verifies()) {
            errors.add(
                    tlsKey,
                    value,
                    "a token is shown to a relay with a verified certificate only: choose required or implicit");
        } else if (tls == TlsMode.NONE && mechanisms().equals(List.of(LoginMechanism.SCRAM_SHA_256_PLUS))) {
            errors.add(
                    MECHANISMS,
                    values.getList(MECHANISMS),
                    "binds to a TLS connection, and there is none: add SCRAM-SHA-256, or choose required in " + tlsKey);
        } else if (tls == TlsMode.NONE && !plaintext()) {
            errors.add(
                    tlsKey,
                    value,
                    "the password would travel in plaintext: choose required or implicit, or set " + PLAINTEXT_AUTH
                            + "=true");
        } else if (!tls.verifies() && !plaintext()) {
            errors.add(
                    tlsKey,
                    value,
                    "the password would go to whoever shows any certificate: choose required or implicit, or set "
                            + PLAINTEXT_AUTH + "=true");
        }
    }

    /** Tells the client who it is; it may ask for tokens from here on. */
    SmtpClient.Builder applyTo(SmtpClient.Builder client) {
        String username = values.getString(USERNAME);
        client.plaintextAuth(plaintext()).mechanisms(new MechanismChoice(mechanisms()));
        if (isSet(ENDPOINT)) {
            return client.tokens(username, new TokenEndpoint(grant()));
        }
        return isSet(USERNAME) ? client.credentials(new Credentials(username, secret(PASSWORD))) : client;
    }

    private TokenGrant grant() {
        return new TokenGrant(
                TokenGrant.endpoint(values.getString(ENDPOINT)),
                values.getString(CLIENT_ID),
                secretOrNull(CLIENT_SECRET),
                secretOrNull(REFRESH_TOKEN),
                values.getString(SCOPE));
    }

    private boolean plaintext() {
        return values.getBoolean(PLAINTEXT_AUTH);
    }

    private List<LoginMechanism> mechanisms() {
        return values.getList(MECHANISMS).stream()
                .map(LoginMechanism::named)
                .filter(Objects::nonNull)
                .toList();
    }

    private boolean isSet(String key) {
        Object value = values.values().get(key);
        if (value instanceof Password password) {
            return !password.value().isEmpty();
        }
        return value instanceof List<?> list
                ? !list.isEmpty()
                : !String.valueOf(value).isEmpty();
    }

    private String secret(String key) {
        return values.getPassword(key).value();
    }

    private @Nullable String secretOrNull(String key) {
        return isSet(key) ? secret(key) : null;
    }
}
