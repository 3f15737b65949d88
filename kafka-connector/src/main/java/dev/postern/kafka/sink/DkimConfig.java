package dev.postern.kafka.sink;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import dev.postern.mail.dkim.AuthorSigner;
import java.io.IOException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings of the sink that say with which keys mail is signed. */
record DkimConfig(AbstractConfig values) {
    private static final Logger LOG = LoggerFactory.getLogger(DkimConfig.class);
    private static final String KEYS = "dkim.keys";
    private static final String PASSWORD = "dkim.keystore.password";

    /** Adds these settings as a group of their own. */
    static void define(GroupedConfigDef settings) {
        settings.group("DKIM")
                .add(
                        KEYS,
                        "Keys",
                        ConfigDef.Type.STRING,
                        "",
                        Importance.HIGH,
                        "A file that names the keys with which mail is signed (DKIM, RFC 6376), with a line of domain, selector, date and key file for each, as"
                                + " postern dkim keygen writes it. Mail is signed for the domain of its author, the first address of From, by the newest key"
                                + " of each kind whose date has come, each time it is sent; mail of other domains goes unsigned. When a file"
                                + " changes all are read anew. Empty: no mail is signed.")
                .add(
                        PASSWORD,
                        "Keystore password",
                        ConfigDef.Type.PASSWORD,
                        "",
                        Importance.MEDIUM,
                        "The password of the keystores that " + KEYS + " names, and of their keys.");
    }

    /** Takes note of what is wrong with the files. */
    void check(SettingErrors errors) {
        String table = values.getString(KEYS);
        if (table.isEmpty()) {
            if (!password().isEmpty()) {
                errors.add(KEYS, "", "is not set, and so " + PASSWORD + " has no use");
            }
            return;
        }
        try {
            signer(table).close();
        } catch (IOException e) {
            errors.add(KEYS, table, String.valueOf(e.getMessage()));
        }
    }

    /**
     * What signs mail, which watches the files of its keys.
     *
     * @return null where no mail is signed
     * @throws IOException if a file can't be used; the message says which, and why
     */
    @Nullable
    AuthorSigner open() throws IOException {
        String table = values.getString(KEYS);
        return table.isEmpty() ? null : signer(table);
    }

    private AuthorSigner signer(String table) throws IOException {
        return AuthorSigner.open(Settings.path(KEYS, table), password().toCharArray(), LOG::info);
    }

    private String password() {
        return values.getPassword(PASSWORD).value();
    }
}
