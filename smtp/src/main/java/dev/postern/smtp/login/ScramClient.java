package dev.postern.smtp.login;

import dev.postern.smtp.sasl.SaslText;
import dev.postern.smtp.sasl.ScramKeys;
import dev.postern.smtp.sasl.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

/**
 * SCRAM-SHA-256 and SCRAM-SHA-256-PLUS (RFC 5802, RFC 7677), the client's side.
 *
 * <p>The server's signature comes as a last challenge, which is answered with nothing. A server that can't sign does not know the password,
 * and is not believed, whatever it says of success.
 */
final class ScramClient implements ClientExchange {
    private static final byte[] NOTHING = {};

    private final ScramBinding binding;
    private final String bare;
    private final String nonce;
    private final ScramKeyCache keys;
    private State state = State.FIRST;
    private byte[] expected = NOTHING;

    private enum State {
        FIRST,
        FINAL,
        VERIFIED
    }

    /**
     * @param user prepared by SASLprep
     * @param nonce our part of it
     */
    ScramClient(ScramBinding binding, String user, String nonce, ScramKeyCache keys) {
        this.binding = binding;
        this.bare = "n=" + user.replace("=", "=3D").replace(",", "=2C") + ",r=" + nonce;
        this.nonce = nonce;
        this.keys = keys;
    }

    @Override
    public byte[] initialResponse() {
        return octets(binding.header() + bare);
    }

    @Override
    public byte[] answer(byte[] challenge) throws BrokenExchangeException {
        String message = SaslText.utf8(challenge);
        if (message == null) {
            throw new BrokenExchangeException("SCRAM is UTF-8");
        }
        return switch (state) {
            case FIRST -> prove(message);
            case FINAL -> verify(message);
            case VERIFIED -> throw new BrokenExchangeException("nothing follows the server's signature");
        };
    }

    @Override
    public void succeeded() throws BrokenExchangeException {
        if (state != State.VERIFIED) {
            throw new BrokenExchangeException("the server has not proven that it knows the password");
        }
    }

    private byte[] prove(String serverFirst) throws BrokenExchangeException {
        ScramServerFirst first = ScramServerFirst.parse(serverFirst, nonce);
        ScramKeys derived = keys.keys(first);
        String withoutProof = "c=" + binding.text() + ",r=" + first.nonce();
        byte[] signed = octets(bare + "," + serverFirst + "," + withoutProof);
        byte[] proof = Sha256.hmac(derived.storedKey(), signed);
        byte[] clientKey = derived.clientKey();
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= clientKey[i];
        }
        expected = Sha256.hmac(derived.serverKey(), signed);
        state = State.FINAL;
        return octets(withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof));
    }

    private byte[] verify(String serverFinal) throws BrokenExchangeException {
        if (!MessageDigest.isEqual(ScramServerFinal.signature(serverFinal), expected)) {
            throw new BrokenExchangeException("the server's signature is wrong: it does not know the password");
        }
        state = State.VERIFIED;
        return NOTHING;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
