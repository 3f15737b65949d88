package dev.postern.kafka;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/**
 * The settings of the certificates that are trusted.
 *
 * @param prefix what they begin with
 */
public record TruststoreConfig(AbstractConfig values, String prefix) {
    private static final String LOCATION = "truststore.location";
    private static final String PASSWORD = "truststore.password";

    /** Adds these settings, to the group that is open. */
    public static GroupedConfigDef define(GroupedConfigDef settings, String prefix) {
        return settings.add(
                        prefix + LOCATION,
                        "Truststore",
                        ConfigDef.Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "A PKCS#12 file with the certificates to trust; empty: those that the JVM trusts.")
                .add(
                        prefix + PASSWORD,
                        "Truststore password",
                        ConfigDef.Type.PASSWORD,
                        "",
                        Importance.MEDIUM,
                        "The password of the truststore.");
    }

    /** The setting that names the file. */
    public String key() {
        return prefix + LOCATION;
    }

    /** The file as it is set, or empty: that of the JVM. */
    public String location() {
        return values.getString(key());
    }

    /** Whether there is one. */
    public boolean isSet() {
        return !location().isEmpty();
    }

    /** Takes note of a password without a file. */
    public void check(SettingErrors errors) {
        if (!isSet() && password().length > 0) {
            errors.add(key(), "", "is not set, and so its password has no use");
        }
    }

    /** @throws IOException if that is no name of a file; the message names the setting */
    public Path file() throws IOException {
        return Settings.path(key(), location());
    }

    /** Its password. */
    public char[] password() {
        return values.getPassword(prefix + PASSWORD).value().toCharArray();
    }
}
