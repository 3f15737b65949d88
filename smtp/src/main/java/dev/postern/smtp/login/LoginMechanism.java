package dev.postern.smtp.login;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The mechanisms with which a client can log in. */
public enum LoginMechanism {
    /** RFC 7677, bound to the TLS connection. */
    SCRAM_SHA_256_PLUS(false),
    /** RFC 7677 */
    SCRAM_SHA_256(false),
    /** RFC 4616 */
    PLAIN(false),
    /** No standard, but wide-spread. */
    LOGIN(false),
    /** RFC 2195 */
    CRAM_MD5(false),
    /** RFC 7628 */
    OAUTHBEARER(true),
    /** Its forerunner, at Google and Microsoft. */
    XOAUTH2(true);

    private final String keyword;
    private final boolean token;

    LoginMechanism(boolean token) {
        this.keyword = name().replace('_', '-');
        this.token = token;
    }

    /** The mechanism of this name in any case (RFC 4954 §4), or null for one that we don't know. */
    public static @Nullable LoginMechanism named(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        for (LoginMechanism mechanism : values()) {
            if (mechanism.keyword.equals(upper)) {
                return mechanism;
            }
        }
        return null;
    }

    /** The name as servers list it. */
    public String keyword() {
        return keyword;
    }

    /** Whether it shows a token, and not a password. */
    public boolean takesToken() {
        return token;
    }

    @Override
    public String toString() {
        return keyword;
    }
}
