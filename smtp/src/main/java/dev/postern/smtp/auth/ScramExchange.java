package dev.postern.smtp.auth;

import dev.postern.smtp.sasl.Base64Text;
import dev.postern.smtp.sasl.ChannelBindings;
import dev.postern.smtp.sasl.SaslText;
import dev.postern.smtp.sasl.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * SCRAM-SHA-256 and SCRAM-SHA-256-PLUS (RFC 5802, RFC 7677), the server's side.
 *
 * <p>The server's signature goes out as a last challenge, which the client answers with nothing: SMTP's 235 has no room for it
 * (RFC 4954 §4).
 */
final class ScramExchange implements SaslExchange {
    private final Authenticator authenticator;
    private final ChannelBindings bindings;
    private final boolean plus;
    private final Supplier<String> nonces;
    private State state = State.FIRST;
    private @Nullable Opening opening;
    private @Nullable String identity;

    private enum State {
        FIRST,
        FINAL,
        SIGNED
    }

    /**
     * What both sides know after the first two messages.
     *
     * @param binding what the client must say that it binds to, in base64 (RFC 5802 §7, cbind-input)
     */
    private record Opening(
            ScramClientFirst first,
            String binding,
            String nonce,
            String serverFirst,
            ScramVerifier verifier,
            boolean known) {}

    /**
     * @param plus whether the client chose the variant with channel binding
     * @param nonces our part of the nonce: printable, without a comma, and never the same
     */
    ScramExchange(Authenticator authenticator, ChannelBindings bindings, boolean plus, Supplier<String> nonces) {
        this.authenticator = authenticator;
        this.bindings = bindings;
        this.plus = plus;
        this.nonces = nonces;
    }

    @Override
    public @Nullable String user() {
        return opening == null ? null : opening.first().user();
    }

    @Override
    public CompletionStage<SaslStep> next(byte @Nullable [] response) {
        if (response == null) {
            return SPEAK;
        }
        String message = SaslText.utf8(response);
        if (message == null) {
            return SaslExchange.malformed("SCRAM is UTF-8");
        }
        return switch (state) {
            case FIRST -> first(message);
            case FINAL -> last(message);
            case SIGNED -> acknowledged(message);
        };
    }

    private CompletionStage<SaslStep> first(String message) {
        ScramClientFirst first = ScramClientFirst.parse(message);
        if (first == null) {
            return SaslExchange.malformed("not a client-first-message");
        }
        Gs2Header header = first.header();
        if (plus != (header.flag() == 'p')) { // RFC 5802 §6: p with -PLUS and nowhere else
            return SaslExchange.malformed("channel binding contradicts the mechanism");
        }
        if (header.flag() == 'y' && !bindings.isEmpty()) { // RFC 5802 §6: somebody hid our -PLUS from the client
            return SaslExchange.refused("channel binding was downgraded");
        }
        byte[] boundTo = header.binding() == null ? new byte[0] : bindings.of(header.binding());
        if (boundTo == null) {
            return SaslExchange.refused("a type of channel binding that we don't have");
        }
        return authenticator.scramVerifier(first.user()).thenApply(found -> {
            if (found instanceof ScramLookup.Unavailable unavailable) {
                return new SaslStep.Failed(SaslStep.Failure.UNAVAILABLE, unavailable.reason());
            }
            return found instanceof ScramLookup.Found user
                    ? open(first, boundTo, user.verifier(), true)
                    : open(first, boundTo, ((ScramLookup.Unknown) found).decoy(), false);
        });
    }

    private SaslStep open(ScramClientFirst first, byte[] boundTo, ScramVerifier verifier, boolean known) {
        String nonce = first.nonce() + nonces.get();
        String serverFirst = "r=" + nonce + ",s=" + verifier.saltText() + ",i=" + verifier.iterations();
        opening = new Opening(first, bindingText(first.header(), boundTo), nonce, serverFirst, verifier, known);
        state = State.FINAL;
        return new SaslStep.Challenge(octets(serverFirst));
    }

    private CompletionStage<SaslStep> last(String message) {
        ScramClientFinal last = ScramClientFinal.parse(message);
        Opening open = opening;
        if (last == null || open == null) {
            return SaslExchange.malformed("not a client-final-message");
        }
        byte[] proof = Base64Text.decode(last.proof());
        if (proof == null || proof.length != Sha256.OCTETS) {
            return SaslExchange.malformed("a proof that is none");
        }
        if (!MessageDigest.isEqual(octets(last.nonce()), octets(open.nonce()))) {
            return SaslExchange.refused("another nonce than ours");
        }
        if (!MessageDigest.isEqual(octets(last.binding()), octets(open.binding()))) {
            return SaslExchange.refused("bound to another channel");
        }
        byte[] signed = octets(open.first().bare() + "," + open.serverFirst() + "," + last.withoutProof());
        boolean proven = isProven(open.verifier(), signed, proof);
        if (!proven || !open.known()) {
            return SaslExchange.refused(open.known() ? "wrong password" : "unknown user");
        }
        if (open.first().header().isForAnotherThan(open.first().user())) {
            return SaslExchange.refused("may not act for another");
        }
        identity = open.first().user();
        state = State.SIGNED;
        byte[] signature = Sha256.hmac(open.verifier().serverKey(), signed);
        return SaslExchange.challenge(octets("v=" + Base64.getEncoder().encodeToString(signature)));
    }

    private CompletionStage<SaslStep> acknowledged(String message) {
        if (!message.isEmpty() || identity == null) {
            return SaslExchange.malformed("nothing follows the server's signature");
        }
        return CompletableFuture.completedFuture(new SaslStep.Accepted(identity));
    }

    // RFC 5802 §3: H(ClientProof XOR HMAC(StoredKey, AuthMessage)) is StoredKey
    private static boolean isProven(ScramVerifier verifier, byte[] signed, byte[] proof) {
        byte[] clientKey = Sha256.hmac(verifier.storedKey(), signed);
        for (int i = 0; i < clientKey.length; i++) {
            clientKey[i] ^= proof[i];
        }
        return MessageDigest.isEqual(Sha256.hash(clientKey), verifier.storedKey());
    }

    private static String bindingText(Gs2Header gs2, byte[] boundTo) {
        byte[] header = octets(gs2.text());
        byte[] input = Arrays.copyOf(header, header.length + boundTo.length);
        System.arraycopy(boundTo, 0, input, header.length, boundTo.length);
        return Base64.getEncoder().encodeToString(input);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
