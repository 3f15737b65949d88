package dev.postern.smtp.auth;

import dev.postern.smtp.sasl.SaslText;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** LOGIN, which is no standard but all that some clients speak: the name is asked for, then the password. */
final class LoginExchange implements SaslExchange {
    private final PasswordCheck check;
    private boolean begun;
    private @Nullable String user;

    LoginExchange(Authenticator authenticator) {
        this.check = new PasswordCheck(authenticator);
    }

    @Override
    public @Nullable String user() {
        return check.name();
    }

    @Override
    public CompletionStage<SaslStep> next(byte @Nullable [] response) {
        if (response == null && !begun) {
            begun = true;
            return ask("Username:");
        }
        char[] text = response == null || response.length == 0 ? null : SaslText.utf8(response, 0, response.length);
        if (text == null) {
            return SaslExchange.malformed("LOGIN has a name and a password in UTF-8");
        }
        begun = true;
        if (user == null) {
            user = new String(text);
            return ask("Password:");
        }
        return check.run(user, null, text);
    }

    private static CompletionStage<SaslStep> ask(String prompt) {
        return SaslExchange.challenge(prompt.getBytes(StandardCharsets.US_ASCII));
    }
}
