package dev.postern.kafka.sink;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.PrefixedSettings;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.login.MechanismConfig;
import dev.postern.kafka.login.TokenConfig;
import dev.postern.smtp.client.ClientLogin;
import dev.postern.smtp.client.Credentials;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.login.LoginMechanism;
import dev.postern.smtp.login.MechanismChoice;
import dev.postern.smtp.provider.Provider;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
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
    private static final String HIDDEN = "[hidden]";

    private final PrefixedSettings way;
    private final TokenConfig tokens;
    private final MechanismConfig mechanisms;

    LoginConfig(PrefixedSettings way) {
        this.way = way;
        this.tokens = new TokenConfig(way);
        this.mechanisms = new MechanismConfig(way);
    }

    /** Adds those of a login by a password, to the group that is open. */
    static GroupedConfigDef define(GroupedConfigDef settings, String prefix) {
        settings.add(
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
                        "Whether the password may be sent over a connection without TLS. Tokens never are.");
        return MechanismConfig.define(
                settings,
                prefix,
                "The mechanisms that AUTH may use, the preferred first; empty: the strongest that the relay offers, which is for a password"
                        + " SCRAM-SHA-256-PLUS, SCRAM-SHA-256, PLAIN, LOGIN, CRAM-MD5 (the latter before PLAIN where no certificate is"
                        + " verified), for a token OAUTHBEARER, XOAUTH2. Set it where a relay offers one that fails for this user.");
    }

    /** Takes note of what does not fit together, but for TLS. */
    void check(SettingErrors errors) {
        boolean password = way.isSet(PASSWORD);
        boolean oauth = tokens.isSet();
        if (way.isSet(USERNAME) && !password && !oauth) {
            errors.add(
                    way.key(PASSWORD),
                    "",
                    "set it together with " + way.key(USERNAME) + ", or neither; or " + tokens.key());
        } else if ((password || oauth || mechanisms.isSet()) && !way.isSet(USERNAME)) {
            String other = password ? way.key(PASSWORD) : oauth ? tokens.key() : mechanisms.key();
            errors.add(way.key(USERNAME), "", "set it together with " + other + ", or neither");
        }
        tokens.check(errors, PASSWORD);
        if (way.isSet(USERNAME) && (oauth || password)) {
            mechanisms.check(errors, oauth, "set " + tokens.key() + " in place of " + way.key(PASSWORD));
        }
    }

    /** Takes note of what this provider takes no mail without, or does not take. */
    void checkProvider(SettingErrors errors, Provider provider) {
        String password = way.key(PASSWORD) + " (" + provider.credentials() + ")";
        String token = tokens.key() + (provider.tokenEndpoint() == null ? "" : "=" + provider.tokenEndpoint());
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
        if (tokens.isSet() && !provider.takesToken()) {
            errors.add(
                    tokens.key(),
                    tokens.endpoint(),
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
        } else if (tokens.isSet() && !tls.verifies()) {
            errors.add(
                    tlsKey,
                    value,
                    "a token is shown to a relay with a verified certificate only: choose required or implicit");
        } else if (tls == TlsMode.NONE && mechanisms.mechanisms().equals(List.of(LoginMechanism.SCRAM_SHA_256_PLUS))) {
            errors.add(
                    mechanisms.key(),
                    mechanisms.texts(),
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
        MechanismChoice choice = mechanisms.choice();
        if (tokens.isSet()) {
            return ClientLogin.byTokens(username, tokens.open(), choice);
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
        return tokens.isSet() ? tokens.key() : way.key(PASSWORD);
    }

    /** This text of a server, who may repeat to us what we said to him, without our secrets as they stand or in base64. */
    String withoutSecrets(String text) {
        List<String> secrets = new ArrayList<>(tokens.secrets());
        if (way.isSet(PASSWORD)) {
            secrets.add(0, way.secret(PASSWORD));
        }
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, HIDDEN)
                    .replace(base64(secret), HIDDEN)
                    .replace(base64("\0" + user() + "\0" + secret), HIDDEN);
        }
        return clean;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private boolean plaintext() {
        return way.isTrue(PLAINTEXT_AUTH);
    }
}
