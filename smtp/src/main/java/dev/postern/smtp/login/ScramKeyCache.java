package dev.postern.smtp.login;

import dev.postern.smtp.sasl.SaslText;
import dev.postern.smtp.sasl.ScramKeys;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The keys of one password, kept for the salt that the server named last (RFC 5802 §5.1): a hash for each connection would be dear. */
final class ScramKeyCache {
    private final String password;
    private final AtomicReference<@Nullable Derived> last = new AtomicReference<>();

    private record Derived(String salt, int iterations, ScramKeys keys) {
        @Override
        public String toString() {
            return "Derived";
        }
    }

    ScramKeyCache(String password) {
        this.password = password;
    }

    /** @throws BrokenExchangeException if SASLprep (RFC 4013) knows no form of the password */
    ScramKeys keys(ScramServerFirst first) throws BrokenExchangeException {
        Derived known = last.get();
        if (known != null && known.salt.equals(first.salt()) && known.iterations == first.iterations()) {
            return known.keys;
        }
        char[] prepared = SaslText.prepared(password.toCharArray());
        byte[] salt = first.saltOctets();
        if (prepared == null || salt == null) {
            throw new BrokenExchangeException("the password holds what SCRAM can't take (RFC 4013)");
        }
        ScramKeys keys = ScramKeys.derive(prepared, salt, first.iterations());
        Arrays.fill(prepared, '\0');
        last.set(new Derived(first.salt(), first.iterations(), keys));
        return keys;
    }
}
