package dev.postern.smtp.provider;

import java.util.Locale;

/** What a provider takes for a login. */
public enum LoginKind {
    /** A password, which may be a key or a token that the provider has made. */
    PASSWORD,
    /** A password that the user makes for one program. */
    APP_PASSWORD,
    /** A token of OAuth 2.0. */
    OAUTH2,
    /** Nothing, where the client's address is known to the provider. */
    ADDRESS;

    /** Whether the client shows a password. */
    public boolean isPassword() {
        return this == PASSWORD || this == APP_PASSWORD;
    }

    /** Its name in the table. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
