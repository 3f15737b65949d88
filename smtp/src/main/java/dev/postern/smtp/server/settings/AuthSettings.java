package dev.postern.smtp.server.settings;

import dev.postern.smtp.auth.users.UserFile;
import dev.postern.smtp.policy.LoginRequired;
import dev.postern.smtp.server.ServerAuth;
import dev.postern.smtp.server.settings.Setting.Importance;
import java.io.IOException;
import java.time.Clock;

/** Who may log in to a listener, and who must. */
final class AuthSettings implements SettingArea {
    static final Setting<String> USERS_FILE = Setting.text(
            "auth.users.file",
            "Users file",
            "",
            Importance.MEDIUM,
            "The users that may log in, in a file that ./postern user writes; they may send to all domains. Empty: AUTH is not offered.");
    static final Setting<Boolean> REQUIRED = Setting.truth(
            "auth.required",
            "Require authentication",
            false,
            Importance.MEDIUM,
            "Whether mail is taken from clients only that have logged in.");
    static final Setting<Boolean> ALLOW_PLAINTEXT = Setting.truth(
            "auth.allow.plaintext",
            "Allow authentication in plaintext",
            false,
            Importance.LOW,
            "Whether clients may log in without TLS too, where others on the way can read their passwords.");
    static final SettingGroup GROUP = SettingGroup.of("Authentication", USERS_FILE, REQUIRED, ALLOW_PLAINTEXT);

    private final String usersFile;
    private final boolean required;
    private final boolean plaintext;
    private final boolean tls;

    AuthSettings(SettingValues values) {
        usersFile = values.get(USERS_FILE);
        required = values.get(REQUIRED);
        plaintext = values.get(ALLOW_PLAINTEXT);
        tls = !values.get(TlsSettings.KEYSTORE).isEmpty();
    }

    @Override
    public void check(Problems problems) {
        if (usersFile.isEmpty()) {
            if (required) {
                problems.add(USERS_FILE, "", problems.spell(REQUIRED) + "=true needs a file of users");
            }
            return;
        }
        if (!tls && !plaintext) {
            problems.add(
                    USERS_FILE,
                    usersFile,
                    "nobody could log in, as that needs TLS: set " + problems.spell(TlsSettings.KEYSTORE)
                            + ", or, where nobody can listen, " + problems.spell(ALLOW_PLAINTEXT) + "=true");
        }
        try {
            UserFile.check(Problems.path(usersFile));
        } catch (IOException e) {
            problems.add(USERS_FILE, usersFile, e);
        }
    }

    @Override
    public void applyTo(ListenerParts parts) throws IOException {
        if (required) {
            parts.add(new LoginRequired(parts.trust()));
        }
        if (!usersFile.isEmpty()) {
            UserFile users = UserFile.open(Problems.path(usersFile));
            parts.closing(users::close);
            parts.server().auth(new ServerAuth(users, plaintext, Clock.systemUTC()));
        }
    }
}
