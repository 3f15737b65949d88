package dev.postern.kafka.login;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.PrefixedSettings;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import dev.postern.smtp.login.LoginMechanism;
import dev.postern.smtp.login.MechanismChoice;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** The setting of the mechanisms by which a login may be. */
public record MechanismConfig(PrefixedSettings settings) {
    private static final String MECHANISMS = "auth.mechanisms";

    /** Adds it, to the group that is open. */
    public static GroupedConfigDef define(GroupedConfigDef settings, String prefix, String meaning) {
        return settings.add(
                prefix + MECHANISMS,
                "Mechanisms",
                ConfigDef.Type.LIST,
                "",
                Settings.namesOf(Stream.of(LoginMechanism.values())
                        .map(LoginMechanism::keyword)
                        .toList()),
                Importance.LOW,
                meaning);
    }

    /** Whether some are named. */
    public boolean isSet() {
        return settings.isSet(MECHANISMS);
    }

    /** The setting that names them. */
    public String key() {
        return settings.key(MECHANISMS);
    }

    /** They, as they are set. */
    public List<String> texts() {
        return settings.list(MECHANISMS);
    }

    /** They; none for any. */
    public List<LoginMechanism> mechanisms() {
        return texts().stream()
                .map(LoginMechanism::named)
                .filter(Objects::nonNull)
                .toList();
    }

    /** By which of them a login is. */
    public MechanismChoice choice() {
        return new MechanismChoice(mechanisms());
    }

    /**
     * Takes note of a list that leaves nothing.
     *
     * @param token whether a token is shown, and not a password
     * @param remedy where a password is shown, beside adding a mechanism
     */
    public void check(SettingErrors errors, boolean token, String remedy) {
        List<LoginMechanism> allowed = mechanisms();
        if (!allowed.isEmpty() && allowed.stream().noneMatch(mechanism -> mechanism.takesToken() == token)) {
            errors.add(
                    key(),
                    texts(),
                    token
                            ? "names none that shows a token: add OAUTHBEARER or XOAUTH2, or leave it empty"
                            : "names none that shows a password: add SCRAM-SHA-256 or PLAIN, or " + remedy);
        }
    }
}
