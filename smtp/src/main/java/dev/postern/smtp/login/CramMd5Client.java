package dev.postern.smtp.login;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** CRAM-MD5 (RFC 2195 §2): the name, and the challenge hashed with the password. */
final class CramMd5Client implements ClientExchange {
    private static final String HMAC = "HmacMD5";

    private final String user;
    private final String password;
    private boolean answered;

    CramMd5Client(String user, String password) throws BrokenExchangeException {
        if (password.isEmpty()) {
            throw new BrokenExchangeException("CRAM-MD5 needs a password");
        }
        this.user = user;
        this.password = password;
    }

    @Override
    public byte @Nullable [] initialResponse() {
        return null;
    }

    @Override
    public byte[] answer(byte[] challenge) throws BrokenExchangeException {
        if (answered) {
            throw new BrokenExchangeException("CRAM-MD5 has one challenge");
        }
        if (challenge.length == 0) { // its hash would be the same each time
            throw new BrokenExchangeException("CRAM-MD5 with an empty challenge");
        }
        answered = true;
        String digest = HexFormat.of().formatHex(hmac(challenge));
        return (user + " " + digest).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void succeeded() throws BrokenExchangeException {
        if (!answered) {
            throw new BrokenExchangeException("CRAM-MD5 without a challenge");
        }
    }

    private byte[] hmac(byte[] challenge) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), HMAC));
            return mac.doFinal(challenge);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }
}
