package dev.postern.smtp.auth;

import dev.postern.smtp.sasl.ScramExtensions;
import org.jspecify.annotations.Nullable;

/**
 * The client-final-message of SCRAM (RFC 5802 §7).
 *
 * @param withoutProof the message up to its proof, a part of what is signed
 * @param binding the header and what the client binds to, in base64
 * @param nonce both parts of the nonce
 * @param proof the client's proof, in base64
 */
record ScramClientFinal(String withoutProof, String binding, String nonce, String proof) {
    /** Reads the message, or null if it is none. */
    static @Nullable ScramClientFinal parse(String message) {
        int mark = message.lastIndexOf(",p=");
        if (mark < 0) {
            return null;
        }
        String withoutProof = message.substring(0, mark);
        String proof = message.substring(mark + 3);
        String[] attributes = withoutProof.split(",", -1);
        if (proof.indexOf(',') >= 0
                || attributes.length < 2
                || !attributes[0].startsWith("c=")
                || !attributes[1].startsWith("r=")
                || !ScramExtensions.areWellFormed(attributes, 2, attributes.length)) {
            return null;
        }
        return new ScramClientFinal(withoutProof, attributes[0].substring(2), attributes[1].substring(2), proof);
    }
}
