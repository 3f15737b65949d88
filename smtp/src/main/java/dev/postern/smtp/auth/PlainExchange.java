package dev.postern.smtp.auth;

import dev.postern.smtp.sasl.SaslText;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** PLAIN (RFC 4616 §2): {@code [authzid] NUL authcid NUL passwd}. */
final class PlainExchange implements SaslExchange {
    private final PasswordCheck check;

    PlainExchange(Authenticator authenticator) {
        this.check = new PasswordCheck(authenticator);
    }

    @Override
    public @Nullable String user() {
        return check.name();
    }

    @Override
    public CompletionStage<SaslStep> next(byte @Nullable [] response) {
        if (response == null) {
            return SPEAK;
        }
        int first = indexOfNul(response, 0);
        int second = first < 0 ? -1 : indexOfNul(response, first + 1);
        if (second < 0 || indexOfNul(response, second + 1) >= 0) {
            return SaslExchange.malformed("PLAIN has two NULs");
        }
        if (second == first + 1 || second + 1 == response.length) {
            return SaslExchange.malformed("PLAIN has a name and a password");
        }
        char[] authorization = SaslText.utf8(response, 0, first);
        char[] user = SaslText.utf8(response, first + 1, second);
        char[] secret = SaslText.utf8(response, second + 1, response.length);
        if (authorization == null || user == null || secret == null) {
            return SaslExchange.malformed("PLAIN is UTF-8");
        }
        return check.run(new String(user), authorization.length == 0 ? null : new String(authorization), secret);
    }

    private static int indexOfNul(byte[] octets, int from) {
        for (int i = from; i < octets.length; i++) {
            if (octets[i] == 0) {
                return i;
            }
        }
        return -1;
    }
}
