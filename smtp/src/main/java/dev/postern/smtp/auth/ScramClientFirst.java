package dev.postern.smtp.auth;

import dev.postern.smtp.sasl.SaslText;
import dev.postern.smtp.sasl.ScramExtensions;
import org.jspecify.annotations.Nullable;

/**
 * The client-first-message of SCRAM (RFC 5802 §7).
 *
 * @param header what stands before the bare message
 * @param bare the message without its header, a part of what is signed
 * @param user the name, prepared by SASLprep
 * @param nonce the client's part of the nonce
 */
record ScramClientFirst(Gs2Header header, String bare, String user, String nonce) {
    /** Reads the message, or null if it is none, or asks for an extension that we don't know. */
    static @Nullable ScramClientFirst parse(String message) {
        Gs2Header header = Gs2Header.at(message);
        if (header == null) {
            return null;
        }
        String bare = message.substring(header.text().length());
        String[] attributes = bare.split(",", -1);
        if (attributes.length < 2 || !attributes[0].startsWith("n=") || !attributes[1].startsWith("r=")) {
            return null; // also m=, a mandatory extension
        }
        String raw = Gs2Header.saslName(attributes[0].substring(2));
        String user = raw == null ? null : SaslText.name(raw);
        String nonce = attributes[1].substring(2);
        if (user == null || !isNonce(nonce) || !ScramExtensions.areWellFormed(attributes, 2, attributes.length)) {
            return null;
        }
        return new ScramClientFirst(header, bare, user, nonce);
    }

    // RFC 5802 §7: printable US-ASCII without the comma
    private static boolean isNonce(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c <= '~' && c != ',');
    }
}
