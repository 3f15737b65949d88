package dev.postern.smtp.server.settings;

import dev.postern.smtp.auth.Authenticator;
import dev.postern.smtp.auth.users.UserFile;
import dev.postern.smtp.policy.LoginRequired;
import dev.postern.smtp.server.ServerAuth;
import dev.postern.smtp.server.settings.Setting.Importance;
import java.io.IOException;
import java.time.Clock;
import java.util.Objects;

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
    static final Setting<Boolean> REALM = Setting.truth(
            "auth.realm",
            "The application server's users",
            false,
            Importance.MEDIUM,
            "Whether the users of the application server may log in, by PLAIN and LOGIN; they may send to all domains, and the bean sees"
                    + " them as its callers. What the server needs for it stands in the README.");
    static final SettingGroup GROUP = SettingGroup.of("Authentication", USERS_FILE, REQUIRED, ALLOW_PLAINTEXT);

    /** Where a listener knows its users from. */
    enum Users {
        NOBODY,
        OURS,
        SERVER
    }

    private final String usersFile;
    private final boolean realm;
    private final boolean required;
    private final boolean plaintext;
    private final boolean tls;

    AuthSettings(SettingValues values) {
        usersFile = values.get(USERS_FILE);
        realm = values.get(REALM);
        required = values.get(REQUIRED);
        plaintext = values.get(ALLOW_PLAINTEXT);
        tls = !values.get(TlsSettings.KEYSTORE).isEmpty();
    }

    Users users() {
        if (realm) {
            return Users.SERVER;
        }
        return usersFile.isEmpty() ? Users.NOBODY : Users.OURS;
    }

    @Override
    public void check(Problems problems) {
        if (users() == Users.NOBODY) {
            if (required) {
                problems.add(USERS_FILE, "", problems.spell(REQUIRED) + "=true needs a file of users");
            }
            return;
        }
        if (!tls && !plaintext) {
            problems.add(
                    realm ? REALM : USERS_FILE,
                    realm ? "true" : usersFile,
                    "nobody could log in, as that needs TLS: set " + problems.spell(TlsSettings.KEYSTORE)
                            + ", or, where nobody can listen, " + problems.spell(ALLOW_PLAINTEXT) + "=true");
        }
        if (realm) {
            checkRealm(problems);
        } else {
            checkFile(problems);
        }
    }

    private void checkRealm(Problems problems) {
        if (problems.face().realm() == null) {
            problems.add(
                    REALM, "true", "there is no application server here; name users by " + problems.spell(USERS_FILE));
        }
        if (!usersFile.isEmpty()) {
            problems.add(REALM, "true", "users come from one place: leave " + problems.spell(USERS_FILE) + " empty");
        }
    }

    private void checkFile(Problems problems) {
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
        switch (users()) {
            case NOBODY -> {}
            case OURS -> {
                UserFile users = UserFile.open(Problems.path(usersFile));
                parts.closing(users::close);
                offer(parts, users);
            }
            case SERVER ->
                offer(parts, Objects.requireNonNull(parts.face().realm()).get());
        }
    }

    private void offer(ListenerParts parts, Authenticator users) {
        parts.server().auth(new ServerAuth(users, plaintext, Clock.systemUTC()));
    }
}
