package dev.postern.smtp.login;

import dev.postern.smtp.sasl.ChannelBindings;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/**
 * What a client says of channel binding in SCRAM (RFC 5802 §6).
 *
 * @param header the gs2-header
 * @param text header and binding, in base64, as the second message says them
 */
record ScramBinding(String header, String text) {
    private static final byte[] NOTHING = {};

    static ScramBinding of(LoginMechanism mechanism, Set<LoginMechanism> offered, LoginChannel channel) {
        if (mechanism == LoginMechanism.SCRAM_SHA_256_PLUS) {
            byte[] boundTo = channel.bindings().of(ChannelBindings.SERVER_END_POINT);
            if (boundTo == null) {
                throw new IllegalArgumentException("nothing to bind to");
            }
            return of("p=" + ChannelBindings.SERVER_END_POINT + ",,", boundTo);
        }
        // y lets a server that did offer -PLUS see that somebody hid it from us
        boolean hidden = !channel.bindings().isEmpty() && !offered.contains(LoginMechanism.SCRAM_SHA_256_PLUS);
        return of(hidden ? "y,," : "n,,", NOTHING);
    }

    private static ScramBinding of(String header, byte[] boundTo) {
        byte[] gs2 = header.getBytes(StandardCharsets.US_ASCII);
        byte[] input = Arrays.copyOf(gs2, gs2.length + boundTo.length);
        System.arraycopy(boundTo, 0, input, gs2.length, boundTo.length);
        return new ScramBinding(header, Base64.getEncoder().encodeToString(input));
    }
}
