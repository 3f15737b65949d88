package dev.postern.smtp.auth;

import dev.postern.smtp.sasl.SaslText;
import org.jspecify.annotations.Nullable;

/**
 * How a client's first message begins in SCRAM and OAUTHBEARER (RFC 5801 §4): what it knows of channel binding, and whom it wants to
 * act for.
 *
 * @param flag {@code n} it can't bind, {@code y} it could but thinks that we can't, {@code p} it does
 * @param binding the type that it binds by, or null unless the flag is p
 * @param authorization whom it wants to act for, or null for itself
 * @param text the header as sent, with its last comma
 */
record Gs2Header(
        char flag, @Nullable String binding, @Nullable String authorization, String text) {
    /** Reads the header at the start of a message, or null if there is none. */
    static @Nullable Gs2Header at(String message) {
        int first = message.indexOf(',');
        int second = message.indexOf(',', first + 1);
        if (first < 1 || second < 0) {
            return null;
        }
        String flag = message.substring(0, first);
        String binding = null;
        if (flag.startsWith("p=")) {
            binding = flag.substring(2);
            if (!binding.matches("[A-Za-z0-9.-]+")) { // RFC 5801 §4, cb-name
                return null;
            }
        } else if (!flag.equals("n") && !flag.equals("y")) {
            return null;
        }
        String name = message.substring(first + 1, second);
        String authorization = name.startsWith("a=") ? saslName(name.substring(2)) : null;
        if (!name.isEmpty() && authorization == null) {
            return null;
        }
        return new Gs2Header(flag.charAt(0), binding, authorization, message.substring(0, second + 1));
    }

    /** Whether the client wants to act for another than this user. */
    boolean isForAnotherThan(String user) {
        return authorization != null && !user.equals(SaslText.name(authorization));
    }

    /** A name in which {@code =2C} stands for a comma and {@code =3D} for an equals sign, or null if it is none (RFC 5801 §4). */
    static @Nullable String saslName(String escaped) {
        StringBuilder name = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c == '\0' || c == ',') {
                return null;
            }
            if (c != '=') {
                name.append(c);
                continue;
            }
            if (escaped.startsWith("=2C", i)) {
                name.append(',');
            } else if (escaped.startsWith("=3D", i)) {
                name.append('=');
            } else {
                return null;
            }
            i += 2;
        }
        return name.length() == 0 ? null : name.toString();
    }
}
