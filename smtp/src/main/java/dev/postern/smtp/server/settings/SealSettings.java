package dev.postern.smtp.server.settings;

import dev.postern.mail.Domain;
import dev.postern.smtp.origin.OriginSeal;
import dev.postern.smtp.server.settings.Setting.Importance;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** With which keys mail is sealed that was judged. */
final class SealSettings {
    static final Setting<String> KEYS = Setting.text(
            "origin.seal.keys",
            "Keys of the seal",
            "",
            Importance.LOW,
            "A file that names keys as dkim.keys of the sink does. With it mail whose origin is checked gets an ARC set (RFC 8617) of the newest RSA key of origin.seal.domain: those"
                    + " to whom it is passed on unchanged may then believe what was found here. Filters behind the check that change the content break it. Empty: nothing is"
                    + " sealed.");
    static final Setting<String> PASSWORD = Setting.secret(
            "origin.seal.keystore.password",
            "Keystore password of the seal",
            Importance.LOW,
            "The password of the keystores that origin.seal.keys names, and of their keys.");
    static final Setting<String> DOMAIN = Setting.text(
            "origin.seal.domain",
            "Domain of the seal",
            "",
            Importance.LOW,
            "Who seals: a domain with a key in origin.seal.keys. Needed where mail is sealed.");
    static final SettingGroup GROUP = SettingGroup.of("Seal", KEYS, PASSWORD, DOMAIN);

    private final String keys;
    private final String password;
    private final String domain;

    SealSettings(SettingValues values) {
        keys = values.get(KEYS);
        password = values.get(PASSWORD);
        domain = values.get(DOMAIN);
    }

    /** Whether mail is to be sealed. */
    boolean isSet() {
        return !keys.isEmpty();
    }

    /** Says what is wrong with them, and with the files of the keys. */
    void check(Problems problems) {
        if (!isSet()) {
            return;
        }
        try {
            Domain.parse(domain);
        } catch (IllegalArgumentException e) {
            problems.add(DOMAIN, domain, e);
            return;
        }
        try {
            open().close();
        } catch (IOException e) {
            problems.add(KEYS, keys, e);
        }
    }

    /**
     * The seal, which is closed with the listener; null where mail is not sealed.
     *
     * @throws IOException if a key can't be used
     */
    @Nullable
    OriginSeal seal(ListenerParts parts) throws IOException {
        if (!isSet()) {
            return null;
        }
        OriginSeal seal = open();
        parts.closing(seal::close);
        return seal;
    }

    private OriginSeal open() throws IOException {
        return OriginSeal.open(
                Problems.path(keys),
                password.toCharArray(),
                Domain.parse(domain).text());
    }
}
