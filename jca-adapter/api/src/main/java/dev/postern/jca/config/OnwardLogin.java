package dev.postern.jca.config;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who we are to a server to which mail is handed on: what is set outside as {@code postern.onward.login.NAME.username} and {@code .password}.
 *
 * @param password never printed
 */
public record OnwardLogin(String username, String password) {
    /** The group of the settings by which mail is handed on. */
    public static final String GROUP = "onward";

    private static final Pattern KEY = Pattern.compile("login\\.[a-z0-9]{1,40}\\.(?:username|password)");

    /** Whether a setting of the group is a part of a login. */
    public static boolean isKey(String key) {
        return KEY.matcher(key).matches();
    }

    /** The login of this name, as it is set now; empty where it or a part of it is missing. */
    public static Optional<OnwardLogin> find(String name) {
        OutsideSettings settings = OutsideSettings.of(GROUP);
        String username = settings.get("login." + name + ".username").orElse("");
        String password = settings.get("login." + name + ".password").orElse("");
        return username.isEmpty() || password.isEmpty()
                ? Optional.empty()
                : Optional.of(new OnwardLogin(username, password));
    }

    /** What to do where there is none of this name. */
    public static String remedy(String name) {
        return "the login " + name + " is not set: set postern." + GROUP + ".login." + name + ".username and postern."
                + GROUP + ".login." + name + ".password";
    }

    @Override
    public String toString() {
        return username;
    }
}
