package dev.postern.smtp.server;

import dev.postern.smtp.auth.users.UserFile;
import java.io.IOException;
import java.time.Clock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What an operator says of logins on a listener.
 *
 * @param usersFile the users that may log in, in a file as {@link UserFile} has it; empty: AUTH is not offered
 * @param required whether mail is taken from clients only that have logged in
 * @param plaintext whether clients may log in without TLS too
 */
public record AuthSettings(String usersFile, boolean required, boolean plaintext) {
    /**
     * Reads the users, and begins to watch their file.
     *
     * @return null where AUTH is not offered
     * @throws IOException if the file can't be used; the message names it and the reason
     */
    @Nullable
    ServerAuth open() throws IOException {
        return usersFile.isEmpty()
                ? null
                : new ServerAuth(UserFile.open(TlsSettings.path(usersFile)), plaintext, Clock.systemUTC());
    }

    /** @param tls whether the listener offers TLS */
    void check(Problems problems, boolean tls, UnaryOperator<String> spelling) {
        String key = ListenerKey.AUTH_USERS_FILE;
        if (usersFile.isEmpty()) {
            if (required) {
                problems.add(key, "", spelling.apply(ListenerKey.AUTH_REQUIRED) + "=true needs a file of users");
            }
            return;
        }
        if (!tls && !plaintext) {
            problems.add(
                    key,
                    usersFile,
                    "nobody could log in, as that needs TLS: set " + spelling.apply(ListenerKey.KEYSTORE)
                            + ", or, where nobody can listen, " + spelling.apply(ListenerKey.AUTH_ALLOW_PLAINTEXT)
                            + "=true");
        }
        try {
            UserFile.check(TlsSettings.path(usersFile));
        } catch (IOException e) {
            problems.add(key, usersFile, String.valueOf(e.getMessage()));
        }
    }
}
