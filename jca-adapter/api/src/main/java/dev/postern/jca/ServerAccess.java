package dev.postern.jca;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a server is reached, and as whom.
 *
 * @param tls how the connection is protected; null: as {@code postern.onward.tls} says, and with a login at least {@link Tls#REQUIRED}
 * @param login the name of the login that is set outside as {@code postern.onward.login.NAME.username} and {@code .password}; null: none
 */
public record ServerAccess(@Nullable Tls tls, @Nullable String login) {
    /** Nothing is said. */
    public static final ServerAccess UNSAID = new ServerAccess(null, null);

    private static final Pattern LOGIN =
            Pattern.compile("[a-z0-9]{1,40}"); // what a variable of the environment can say

    /** How a connection is protected. */
    public enum Tls {
        /** Not at all. */
        NONE,
        /** By STARTTLS where it is offered, whatever the certificate. */
        OPPORTUNISTIC,
        /** By STARTTLS, with a certificate of the host's name. */
        REQUIRED,
        /** The same from the first octet. */
        IMPLICIT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws IllegalArgumentException if the login is no such name, or would be shown to whoever answers */
    public ServerAccess {
        if (login != null && !LOGIN.matcher(login).matches()) {
            throw new IllegalArgumentException(
                    "login=" + login + " is no name of a login: those are of up to 40 lower case letters and digits");
        }
        if (login != null && (tls == Tls.NONE || tls == Tls.OPPORTUNISTIC)) {
            throw new IllegalArgumentException(
                    "tls=" + tls + " would show the password to whoever answers: write tls=required or tls=implicit");
        }
    }

    /**
     * Reads {@code tls=MODE} and {@code login=NAME}, each at most once, with blanks between.
     *
     * @throws IllegalArgumentException if it is anything else; the message says what is wrong
     */
    static ServerAccess parse(String text) {
        Tls tls = null;
        String login = null;
        for (String word : text.strip().split("\\s+", -1)) {
            if (word.startsWith("tls=") && tls == null) {
                tls = mode(word.substring("tls=".length()));
            } else if (word.startsWith("login=") && login == null) {
                login = word.substring("login=".length());
            } else if (!word.isEmpty()) {
                throw new IllegalArgumentException(word
                        + " is not understood: behind a server stand tls=required and login=NAME, each at most once");
            }
        }
        return new ServerAccess(tls, login);
    }

    private static Tls mode(String text) {
        Optional<Tls> mode = Stream.of(Tls.values())
                .filter(each -> each.toString().equals(text))
                .findFirst();
        return mode.orElseThrow(() -> new IllegalArgumentException("tls=" + text + " must be one of "
                + Stream.of(Tls.values()).map(Tls::toString).collect(Collectors.joining(", "))));
    }

    /** As it is read, with a blank before each word; empty where nothing is said. */
    @Override
    public String toString() {
        return (tls == null ? "" : " tls=" + tls) + (login == null ? "" : " login=" + login);
    }
}
