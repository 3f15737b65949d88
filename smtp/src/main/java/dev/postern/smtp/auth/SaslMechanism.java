package dev.postern.smtp.auth;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The mechanisms that a server may offer, the strongest first. */
public enum SaslMechanism {
    SCRAM_SHA_256_PLUS("SCRAM-SHA-256-PLUS", Authenticator.Kind.SCRAM_VERIFIER),
    SCRAM_SHA_256("SCRAM-SHA-256", Authenticator.Kind.SCRAM_VERIFIER),
    PLAIN("PLAIN", Authenticator.Kind.PASSWORD),
    LOGIN("LOGIN", Authenticator.Kind.PASSWORD),
    OAUTHBEARER("OAUTHBEARER", Authenticator.Kind.BEARER_TOKEN),
    XOAUTH2("XOAUTH2", Authenticator.Kind.BEARER_TOKEN);

    private final String keyword;
    private final Authenticator.Kind kind;

    SaslMechanism(String keyword, Authenticator.Kind kind) {
        this.keyword = keyword;
        this.kind = kind;
    }

    /** The mechanism of this name in any case (RFC 4954 §4), or null for one that we don't know. */
    public static @Nullable SaslMechanism named(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        for (SaslMechanism mechanism : values()) {
            if (mechanism.keyword.equals(upper)) {
                return mechanism;
            }
        }
        return null;
    }

    /** The name as EHLO lists it. */
    public String keyword() {
        return keyword;
    }

    Authenticator.Kind kind() {
        return kind;
    }
}
