package dev.postern.smtp.sasl;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

/** Nonces of SCRAM: printable, without a comma, and never the same (RFC 5802 §5.1). */
public final class ScramNonces implements Supplier<String> {
    private static final int OCTETS = 18;

    private final SecureRandom random = new SecureRandom();

    @Override
    public String get() {
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        return Base64.getEncoder().encodeToString(octets);
    }
}
