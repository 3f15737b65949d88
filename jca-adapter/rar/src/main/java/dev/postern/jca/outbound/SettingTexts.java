package dev.postern.jca.outbound;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The settings of a connection factory as texts, and what is found to be wrong with them. */
final class SettingTexts {
    private static final Set<String> SECRETS = Set.of(
            "password",
            "truststore.password",
            "dkim.keystore.password",
            OutboundLogin.CLIENT_SECRET,
            OutboundLogin.REFRESH_TOKEN);

    private final Map<String, String> texts;
    private final List<String> errors = new ArrayList<>();

    SettingTexts(Map<String, String> texts) {
        this.texts = texts;
    }

    /** All of them, by their names. */
    Map<String, String> all() {
        return texts;
    }

    /** Without white space around it; empty where it is not set. */
    String text(String key) {
        return texts.getOrDefault(key, "").strip();
    }

    /** As it stands, where white space may belong to it. */
    String secret(String key) {
        return texts.getOrDefault(key, "");
    }

    boolean isSet(String key) {
        return !text(key).isEmpty();
    }

    /** What stands between commas. */
    List<String> list(String key) {
        return Stream.of(text(key).split(",", -1))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    /** Takes note that a setting is wrong; it is shown unless it is a secret. */
    void wrong(String key, String remedy) {
        boolean isShown = !SECRETS.contains(key) && isSet(key);
        errors.add(key + (isShown ? " = " + text(key) : "") + ": " + remedy);
    }

    /** Takes note of an error that says all of it. */
    void wrong(String error) {
        errors.add(error);
    }

    /** Takes note of each that is set although nothing asks for it. */
    void refuse(List<String> keys, String reason) {
        keys.stream().filter(this::isSet).forEach(key -> wrong(key, reason));
    }

    <T> T read(String key, Function<List<String>, T> parse, T otherwise) {
        try {
            return parse.apply(list(key));
        } catch (IllegalArgumentException e) {
            wrong(key, String.valueOf(e.getMessage()));
            return otherwise;
        }
    }

    boolean flag(String key) {
        String text = text(key).toLowerCase(Locale.ROOT);
        if (!text.equals("true") && !text.equals("false")) {
            wrong(key, "must be true or false");
        }
        return text.equals("true");
    }

    long number(String key, long least, long most) {
        try {
            long number = Long.parseLong(text(key));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        wrong(key, "must be a whole number from " + least + " to " + most);
        return least;
    }

    /** What is wrong, in the order in which it was found. */
    List<String> errors() {
        return List.copyOf(errors);
    }
}
