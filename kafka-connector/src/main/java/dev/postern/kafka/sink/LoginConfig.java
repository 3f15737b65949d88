package dev.postern.kafka.sink;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import dev.postern.smtp.client.ClientLogin;
import dev.postern.smtp.client.Credentials;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.login.LoginMechanism;
import dev.postern.smtp.login.MechanismChoice;
import dev.postern.smtp.oauth.TokenEndpoint;
import dev.postern.smtp.oauth.TokenGrant;
import dev.postern.smtp.provider.Provider;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.jspecify.annotations.Nullable;

/** The settings of the sink that say who it is to the relay. */
final class LoginConfig {
    private static final String USERNAME = "username";
    private static final String PASSWORD = "password";
    private static final String PLAINTEXT_AUTH = "auth.plaintext";
    private static final String MECHANISMS = "auth.mechanisms";
    private static final String ENDPOINT = "oauth.token.endpoint";
    private static final String CLIENT_ID = "oauth.client.id";
    private static final String CLIENT_SECRET = "oauth.client.secret";
    private static final String REFRESH_TOKEN = "oauth.refresh.token";
    private static final String SCOPE = "oauth.scope";
    private static final String HIDDEN = "[hidden]";

    private final WaySettings way;

    LoginConfig(WaySettings way) {
        this.way = way;
    }

    /** Adds those of a login by a password, to the group that is open. */
    static GroupedConfigDef define(GroupedConfigDef settings, String prefix) {
        return settings.add(
                        prefix + USERNAME,
                        "User name",
                        ConfigDef.Type.STRING,
                        "",
                        Importance.HIGH,
                        "The user name for AUTH; empty: no AUTH.")
                .add(
                        prefix + PASSWORD,
                        "Password",
                        ConfigDef.Type.PASSWORD,
                        "",
                        Importance.HIGH,
                        "The password for AUTH.")
                .add(
                        prefix + PLAINTEXT_AUTH,
                        "Password in plaintext",
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "Whether the password may be sent over a connection without TLS. Tokens never are.")
                .add(
                        prefix + MECHANISMS,
                        "Mechanisms",
                        ConfigDef.Type.LIST,
                        "",
                        Settings.namesOf(Stream.of(LoginMechanism.values())
                                .map(LoginMechanism::keyword)
                                .toList()),
                        Importance.LOW,
                        "The mechanisms that AUTH may use, the preferred first; empty: the strongest that the relay offers, which is for a password"
                                + " SCRAM-SHA-256-PLUS, SCRAM-SHA-256, PLAIN, LOGIN, CRAM-MD5 (the latter before PLAIN where no certificate is"
                                + " verified), for a token OAUTHBEARER, XOAUTH2. Set it where a relay offers one that fails for this user.");
    }

    /** Adds those of a login by a token, to the group that is open. */
    static GroupedConfigDef defineTokens(GroupedConfigDef settings, String prefix) {
        return settings.add(
                        prefix + ENDPOINT,
                        "Token endpoint",
                        ConfigDef.Type.STRING,
                        "",
                        Settings.tokenEndpoint(),
                        Importance.MEDIUM,
                        "Where a token for AUTH is asked for (OAuth 2.0, RFC 6749), in place of a password; https, or http on this machine. Its"
                                + " certificate must be one that the JVM trusts.")
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
                        "What the user has granted the client. Where the endpoint replaces it, the replacement is used until a restart. Empty: the client asks"
                                + " by its own credentials.")
                .add(
                        prefix + SCOPE,
                        "Scope",
                        ConfigDef.Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "What the token is for, words with spaces between; empty: what the endpoint takes it for.");
    }

    /** Takes note of what does not fit together, but for TLS. */
    void check(SettingErrors errors) {
        boolean password = way.isSet(PASSWORD);
        boolean oauth = way.isSet(ENDPOINT);
        if (way.isSet(USERNAME) && !password && !oauth) {
            errors.add(
                    way.key(PASSWORD),
                    "",
                    "set it together with " + way.key(USERNAME) + ", or neither; or " + way.key(ENDPOINT));
        } else if ((password || oauth || way.isSet(MECHANISMS)) && !way.isSet(USERNAME)) {
            String other = way.key(password ? PASSWORD : oauth ? ENDPOINT : MECHANISMS);
            errors.add(way.key(USERNAME), "", "set it together with " + other + ", or neither");
        }
        if (oauth && password) {
            errors.add(
                    way.key(PASSWORD),
                    HIDDEN,
                    "a login shows a password or a token: leave either this or " + way.key(ENDPOINT) + " empty");
        }
        checkGrant(errors, oauth);
        List<LoginMechanism> mechanisms = mechanisms();
        if (way.isSet(USERNAME)
                && (oauth || password)
                && !mechanisms.isEmpty()
                && mechanisms.stream().noneMatch(mechanism -> mechanism.takesToken() == oauth)) {
            errors.add(
                    way.key(MECHANISMS),
                    way.list(MECHANISMS),
                    oauth
                            ? "names none that shows a token: add OAUTHBEARER or XOAUTH2, or leave it empty"
                            : "names none that shows a password: add SCRAM-SHA-256 or PLAIN, or set "
                                    + way.key(ENDPOINT) + " in place of " + way.key(PASSWORD));
        }
    }

    private void checkGrant(SettingErrors errors, boolean oauth) {
        if (!oauth) {
            Stream.of(CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN, SCOPE)
                    .filter(way::isSet)
                    .forEach(name -> errors.add(
                            way.key(ENDPOINT), "", "set it together with " + way.key(name) + ", or neither"));
        } else if (!way.isSet(CLIENT_ID)) {
            errors.add(way.key(CLIENT_ID), "", "set it together with " + way.key(ENDPOINT));
        } else if (!way.isSet(CLIENT_SECRET) && !way.isSet(REFRESH_TOKEN)) {
            errors.add(way.key(CLIENT_SECRET), "", "set it, or " + way.key(REFRESH_TOKEN) + ", or both");
        }
    }

    /** Takes note of what this provider takes no mail without, or does not take. */
    void checkProvider(SettingErrors errors, Provider provider) {
        String password = way.key(PASSWORD) + " (" + provider.credentials() + ")";
        String token = way.key(ENDPOINT) + (provider.tokenEndpoint() == null ? "" : "=" + provider.tokenEndpoint());
        if (provider.needsLogin() && !way.isSet(USERNAME)) {
            String either = Stream.of(provider.takesPassword() ? password : "", provider.takesToken() ? token : "")
                    .filter(each -> !each.isEmpty())
                    .collect(Collectors.joining(", or "));
            errors.add(
                    way.key(USERNAME),
                    "",
                    provider.name() + " takes no mail without a login: set it together with " + either);
        }
        if (way.isSet(PASSWORD) && !provider.takesPassword()) {
            errors.add(
                    way.key(PASSWORD), HIDDEN, provider.name() + " takes no password: set " + token + " in its place");
        }
        if (way.isSet(ENDPOINT) && !provider.takesToken()) {
            errors.add(
                    way.key(ENDPOINT),
                    way.string(ENDPOINT),
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
        if (!way.isSet(USERNAME)) {
            return;
        }
        if (mx) {
            errors.add(
                    way.key(USERNAME),
                    way.string(USERNAME),
                    "the password would go to whoever takes mail for a domain: leave it empty, or send through a relay");
        } else if (way.isSet(ENDPOINT) && !tls.verifies()) {
            errors.add(
                    tlsKey,
                    value,
                    "a token is shown to a relay with a verified certificate only: choose required or implicit");
        } else if (tls == TlsMode.NONE && mechanisms().equals(List.of(LoginMechanism.SCRAM_SHA_256_PLUS))) {
            errors.add(
                    way.key(MECHANISMS),
                    way.list(MECHANISMS),
                    "binds to a TLS connection, and there is none: add SCRAM-SHA-256, or choose required in " + tlsKey);
        } else if (tls == TlsMode.NONE && !plaintext()) {
            errors.add(
                    tlsKey,
                    value,
                    "the password would travel in plaintext: choose required or implicit, or set "
                            + way.key(PLAINTEXT_AUTH) + "=true");
        } else if (!tls.verifies() && !plaintext()) {
            errors.add(
                    tlsKey,
                    value,
                    "the password would go to whoever shows any certificate: choose required or implicit, or set "
                            + way.key(PLAINTEXT_AUTH) + "=true");
        }
    }

    /** Who the sink is to the relay, or null: nobody. It may ask for tokens from here on. */
    @Nullable
    ClientLogin login() {
        String username = way.string(USERNAME);
        MechanismChoice choice = new MechanismChoice(mechanisms());
        if (way.isSet(ENDPOINT)) {
            return ClientLogin.byTokens(username, new TokenEndpoint(grant()), choice);
        }
        return way.isSet(USERNAME)
                ? ClientLogin.byPassword(new Credentials(username, way.secret(PASSWORD)), choice, plaintext())
                : null;
    }

    /** The setting that says who the sink is. */
    String userKey() {
        return way.key(USERNAME);
    }

    /** Who the sink is, or empty. */
    String user() {
        return way.string(USERNAME);
    }

    /** The setting that proves it. */
    String proofKey() {
        return way.key(way.isSet(ENDPOINT) ? ENDPOINT : PASSWORD);
    }

    /** This text of a server, who may repeat to us what we said to him, without our secrets as they stand or in base64. */
    String withoutSecrets(String text) {
        String clean = text;
        for (String name : List.of(PASSWORD, CLIENT_SECRET, REFRESH_TOKEN)) {
            if (way.isSet(name)) {
                String secret = way.secret(name);
                clean = clean.replace(secret, HIDDEN)
                        .replace(base64(secret), HIDDEN)
                        .replace(base64("\0" + user() + "\0" + secret), HIDDEN);
            }
        }
        return clean;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private TokenGrant grant() {
        return new TokenGrant(
                TokenGrant.endpoint(way.string(ENDPOINT)),
                way.string(CLIENT_ID),
                secretOrNull(CLIENT_SECRET),
                secretOrNull(REFRESH_TOKEN),
                way.string(SCOPE));
    }

    private boolean plaintext() {
        return way.isTrue(PLAINTEXT_AUTH);
    }

    private List<LoginMechanism> mechanisms() {
        return way.list(MECHANISMS).stream()
                .map(LoginMechanism::named)
                .filter(Objects::nonNull)
                .toList();
    }

    private @Nullable String secretOrNull(String name) {
        return way.isSet(name) ? way.secret(name) : null;
    }
}
