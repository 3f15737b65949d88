package dev.postern.smtp.login;

import java.util.regex.Pattern;

/**
 * An OAuth 2.0 bearer token (RFC 6750).
 *
 * @param value never printed
 */
public record AccessToken(String value) {
    private static final Pattern SYNTAX = Pattern.compile("[A-Za-z0-9._~+/-]+=*"); // RFC 6750 §2.1, b64token

    /** @throws IllegalArgumentException if it has not the form of a bearer token; the message does not hold it */
    public AccessToken {
        if (!SYNTAX.matcher(value).matches()) {
            throw new IllegalArgumentException("not of the form of a bearer token (RFC 6750)");
        }
    }

    @Override
    public String toString() {
        return "AccessToken";
    }
}
