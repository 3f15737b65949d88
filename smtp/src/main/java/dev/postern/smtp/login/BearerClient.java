package dev.postern.smtp.login;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** OAUTHBEARER (RFC 7628) and XOAUTH2: the token is all that we say, and a challenge tells why it is refused. */
final class BearerClient implements ClientExchange {
    private static final char END = '\u0001';

    private final byte[] message;
    private final byte[] receipt;
    private @Nullable String refusal;

    private BearerClient(String message, String receipt) {
        this.message = message.getBytes(StandardCharsets.UTF_8);
        this.receipt = receipt.getBytes(StandardCharsets.UTF_8);
    }

    /** RFC 7628 §3.1; a refusal is answered by a Control-A (§3.2.3). */
    static BearerClient oauthBearer(TokenProof proof, LoginChannel channel) {
        String name = proof.user().isEmpty()
                ? ""
                : "a=" + proof.user().replace("=", "=3D").replace(",", "=2C");
        String message =
                "n," + name + "," + END + "host=" + channel.host() + END + "port=" + channel.port() + END + auth(proof);
        return new BearerClient(message, String.valueOf(END));
    }

    /** As Google describes it; a refusal is answered by nothing. */
    static BearerClient xoauth2(TokenProof proof) {
        return new BearerClient("user=" + proof.user() + END + auth(proof), "");
    }

    private static String auth(TokenProof proof) {
        return "auth=Bearer " + proof.token().value() + END + END;
    }

    @Override
    public byte[] initialResponse() {
        return message.clone();
    }

    @Override
    public byte[] answer(byte[] challenge) throws BrokenExchangeException {
        if (refusal != null) {
            throw new BrokenExchangeException("a token is refused only once");
        }
        refusal = BearerRefusal.describe(challenge);
        return receipt.clone();
    }

    @Override
    public void succeeded() throws BrokenExchangeException {
        if (refusal != null) { // RFC 7628 §3.2.3: the exchange fails
            throw new BrokenExchangeException("the server has refused the token, and takes it all the same");
        }
    }

    @Override
    public @Nullable String refusal() {
        return refusal;
    }
}
