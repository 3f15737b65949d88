package dev.postern.smtp.login;

import dev.postern.smtp.sasl.Base64Text;
import dev.postern.smtp.sasl.ScramExtensions;
import dev.postern.smtp.sasl.Sha256;

/** The server-final-message of SCRAM (RFC 5802 §7). */
final class ScramServerFinal {
    private ScramServerFinal() {}

    /**
     * The signature in it.
     *
     * @throws BrokenExchangeException if there is none, also where the server tells an error instead
     */
    static byte[] signature(String message) throws BrokenExchangeException {
        String[] attributes = message.split(",", -1);
        if (attributes[0].startsWith("e=")) {
            throw new BrokenExchangeException("the server refuses our proof");
        }
        byte[] signature =
                attributes[0].startsWith("v=") && ScramExtensions.areWellFormed(attributes, 1, attributes.length)
                        ? Base64Text.decode(attributes[0].substring(2))
                        : null;
        if (signature == null || signature.length != Sha256.OCTETS) {
            throw new BrokenExchangeException("not a server-final-message of SCRAM");
        }
        return signature;
    }
}
