package dev.postern.mail.auth.field;

/**
 * What of a mail a result is about (RFC 8601 §2.2, propspec), such as {@code smtp.mailfrom=example.org}.
 *
 * @param type where it stands, in lower case: {@code smtp}, {@code header}, {@code body} or {@code policy}
 * @param name what it is called there, in lower case
 * @param value any text; may be empty
 */
public record Property(String type, String name, String value) {
    /** @throws IllegalArgumentException if type or name is no keyword in lower case */
    public Property {
        Keyword.check(type);
        Keyword.check(name);
    }
}
