package dev.postern.mail.auth.field;

/** The names of methods, results and properties (RFC 8601 §2.2), in lower case. An underscore is taken too, which some programs use. */
final class Keyword {
    private Keyword() {}

    static boolean isPart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    /** @throws IllegalArgumentException if it is none */
    static void check(String text) {
        if (text.isEmpty() || !text.chars().allMatch(c -> isPart((char) c) && !Character.isUpperCase(c))) {
            throw new IllegalArgumentException("no keyword of Authentication-Results");
        }
    }
}
