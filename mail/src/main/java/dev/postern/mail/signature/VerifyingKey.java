package dev.postern.mail.signature;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The public key of a domain, and what it verified with last: most mail is signed with few keys. Safe for use by several threads. */
public final class VerifyingKey {
    private final PublicKey key;
    private final AtomicReference<@Nullable Engine> idle = new AtomicReference<>();

    /** @param key any that is usable */
    public VerifyingKey(PublicKey key) {
        this.key = key;
    }

    private record Engine(SignatureAlgorithm algorithm, Signature signature) {}

    /** The key itself. */
    public PublicKey key() {
        return key;
    }

    /**
     * Whether this is the signature of these octets by the owner of the key.
     *
     * @param header in canonical form, up to the limit of the buffer
     */
    public boolean verifies(SignatureAlgorithm algorithm, ByteBuffer header, byte[] signature) {
        try {
            Engine engine = engine(algorithm);
            engine.signature().update(HeaderSignature.signed(algorithm, header));
            boolean verifies = engine.signature().verify(signature);
            idle.set(engine); // one that has thrown is not used again
            return verifies;
        } catch (InvalidKeyException | SignatureException e) { // a signature of another length, say
            return false;
        }
    }

    private Engine engine(SignatureAlgorithm algorithm) throws InvalidKeyException {
        Engine known = idle.getAndSet(null);
        if (known != null && known.algorithm() == algorithm) {
            return known;
        }
        Signature made = HeaderSignature.engine(algorithm);
        made.initVerify(key);
        return new Engine(algorithm, made);
    }
}
