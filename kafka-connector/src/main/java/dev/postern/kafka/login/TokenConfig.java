package dev.postern.kafka.login;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.PrefixedSettings;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import dev.postern.smtp.oauth.TokenEndpoint;
import dev.postern.smtp.oauth.TokenGrant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.jspecify.annotations.Nullable;

/** The settings of tokens (OAuth 2.0) that stand in place of a password. */
public record TokenConfig(PrefixedSettings settings) {
    private static final String ENDPOINT = "oauth.token.endpoint";
    private static final String CLIENT_ID = "oauth.client.id";
    private static final String CLIENT_SECRET = "oauth.client.secret";
    private static final String REFRESH_TOKEN = "oauth.refresh.token";
    private static final String SCOPE = "oauth.scope";

    /** Adds these settings, to the group that is open. */
    public static GroupedConfigDef define(GroupedConfigDef settings, String prefix) {
        return settings.add(
                        prefix + ENDPOINT,
                        "Token endpoint",
                        ConfigDef.Type.STRING,
                        "",
                        Settings.tokenEndpoint(),
                        Importance.MEDIUM,
                        "Where a token for the login is asked for (OAuth 2.0, RFC 6749), in place of a password; https, or http on this machine. Its certificate must be one that the JVM"
                                + " trusts. It is asked again before the token expires, and where the server refuses it.")
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

    /** Whether tokens are asked for. */
    public boolean isSet() {
        return settings.isSet(ENDPOINT);
    }

    /** The setting that says where. */
    public String key() {
        return settings.key(ENDPOINT);
    }

    /** Where, as it is set. */
    public String endpoint() {
        return settings.string(ENDPOINT);
    }

    /**
     * Takes note of what does not fit together.
     *
     * @param password the setting beside which tokens must not be
     */
    public void check(SettingErrors errors, String password) {
        if (!isSet()) {
            Stream.of(CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN, SCOPE)
                    .filter(settings::isSet)
                    .forEach(name ->
                            errors.add(key(), "", "set it together with " + settings.key(name) + ", or neither"));
            return;
        }
        if (settings.isSet(password)) {
            errors.add(
                    settings.key(password),
                    "[hidden]",
                    "a login shows a password or a token: leave either this or " + key() + " empty");
        }
        if (!settings.isSet(CLIENT_ID)) {
            errors.add(settings.key(CLIENT_ID), "", "set it together with " + key());
        } else if (!settings.isSet(CLIENT_SECRET) && !settings.isSet(REFRESH_TOKEN)) {
            errors.add(settings.key(CLIENT_SECRET), "", "set it, or " + settings.key(REFRESH_TOKEN) + ", or both");
        }
    }

    /** What gives tokens; nothing is asked for yet. */
    public TokenEndpoint open() {
        return new TokenEndpoint(new TokenGrant(
                TokenGrant.endpoint(endpoint()),
                settings.string(CLIENT_ID),
                secretOrNull(CLIENT_SECRET),
                secretOrNull(REFRESH_TOKEN),
                settings.string(SCOPE)));
    }

    /** What must not be repeated. */
    public List<String> secrets() {
        return Stream.of(CLIENT_SECRET, REFRESH_TOKEN)
                .filter(settings::isSet)
                .map(settings::secret)
                .toList();
    }

    private @Nullable String secretOrNull(String name) {
        return settings.isSet(name) ? settings.secret(name) : null;
    }
}
