package dev.postern.smtp.server.settings;

import dev.postern.smtp.auth.Authenticator;
import dev.postern.smtp.auth.BoundedAuthenticator;
import dev.postern.smtp.auth.users.UserFile;
import dev.postern.smtp.policy.LoginRequired;
import dev.postern.smtp.server.ServerAuth;
import dev.postern.smtp.server.settings.Setting.Importance;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;

/** Who may log in to a listener, and who must. */
final class AuthSettings implements SettingArea {
    static final Setting<String> USERS_FILE = Setting.text(
            "auth.users.file",
            "Users file",
            "",
            Importance.MEDIUM,
            "The users that may log in, in a file that ./postern user writes; they may send to all domains. Empty: AUTH is not offered, unless"
                    + " the users come from somewhere else.");
    static final Setting<String> AUTHENTICATOR = Setting.text(
            "auth.authenticator.class",
            "Authenticator",
            "",
            Importance.LOW,
            "A class of your own that says who may log in, in place of a file: public, with a public constructor without parameters, and a"
                    + " dev.postern.smtp.auth.Authenticator. Its kinds() decide whether PLAIN and LOGIN, OAUTHBEARER and XOAUTH2, or SCRAM are"
                    + " offered; one answer may take 30 seconds. Where the class belongs stands in the README.");
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
    static final SettingGroup GROUP =
            SettingGroup.of("Authentication", USERS_FILE, AUTHENTICATOR, REQUIRED, ALLOW_PLAINTEXT);

    private static final Duration OWN_DEADLINE = Duration.ofSeconds(30);

    /** Where a listener knows its users from. */
    enum Users {
        NOBODY,
        FILE,
        OWN_CLASS,
        SERVER
    }

    private final String usersFile;
    private final OwnClass<Authenticator> own;
    private final boolean realm;
    private final boolean required;
    private final boolean plaintext;
    private final boolean tls;

    AuthSettings(SettingValues values) {
        usersFile = values.get(USERS_FILE);
        own = new OwnClass<>(AUTHENTICATOR, Authenticator.class, values);
        realm = values.get(REALM);
        required = values.get(REQUIRED);
        plaintext = values.get(ALLOW_PLAINTEXT);
        tls = !values.get(TlsSettings.KEYSTORE).isEmpty();
    }

    Users users() {
        if (realm) {
            return Users.SERVER;
        }
        if (own.isSet()) {
            return Users.OWN_CLASS;
        }
        return usersFile.isEmpty() ? Users.NOBODY : Users.FILE;
    }

    /** What names the users; the file where there are none. */
    Setting<?> source() {
        return switch (users()) {
            case NOBODY, FILE -> USERS_FILE;
            case OWN_CLASS -> AUTHENTICATOR;
            case SERVER -> REALM;
        };
    }

    @Override
    public void check(Problems problems) {
        if (users() == Users.NOBODY) {
            if (required) {
                problems.add(USERS_FILE, "", needed(problems, problems.spell(REQUIRED) + "=true"));
            }
            return;
        }
        if (!tls && !plaintext) {
            problems.add(
                    source(),
                    sourceText(),
                    "nobody could log in, as that needs TLS: set " + problems.spell(TlsSettings.KEYSTORE)
                            + ", or, where nobody can listen, " + problems.spell(ALLOW_PLAINTEXT) + "=true");
        }
        if (realm && problems.face().realm() == null) {
            problems.add(
                    REALM, "true", "there is no application server here; name users by " + problems.spell(USERS_FILE));
        }
        checkOnePlace(problems, AUTHENTICATOR, own.isSet());
        checkOnePlace(problems, USERS_FILE, !usersFile.isEmpty());
        own.check(problems);
        if (users() == Users.FILE) {
            checkFile(problems);
        }
    }

    /** Why something that is set can't do without users. */
    static String needed(Problems problems, String what) {
        String realm = problems.face().realm() == null ? "" : ", or " + problems.spell(REALM) + "=true";
        return what + " needs a file of users, or " + problems.spell(AUTHENTICATOR) + realm;
    }

    private void checkOnePlace(Problems problems, Setting<?> other, boolean isSet) {
        if (isSet && source() != other) {
            problems.add(
                    source(), sourceText(), "users come from one place: leave " + problems.spell(other) + " empty");
        }
    }

    private String sourceText() {
        return switch (users()) {
            case NOBODY, FILE -> usersFile;
            case OWN_CLASS -> own.name();
            case SERVER -> "true";
        };
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
            case FILE -> {
                UserFile users = UserFile.open(Problems.path(usersFile));
                parts.closing(users::close);
                offer(parts, users);
            }
            case OWN_CLASS -> offer(parts, ownUsers(parts));
            case SERVER ->
                offer(parts, Objects.requireNonNull(parts.face().realm()).get());
        }
    }

    private Authenticator ownUsers(ListenerParts parts) throws IOException {
        Authenticator users = own.open(parts);
        try {
            Authenticator bounded = new BoundedAuthenticator(users, OWN_DEADLINE);
            if (!bounded.kinds().isEmpty()) {
                return bounded;
            }
        } catch (RuntimeException | LinkageError e) {
            throw own.refused(parts, "its kinds() fail: " + e, e);
        }
        throw own.refused(parts, "its kinds() are none, so nobody could log in", null);
    }

    private void offer(ListenerParts parts, Authenticator users) {
        parts.server().auth(new ServerAuth(users, plaintext, Clock.systemUTC()));
    }
}
