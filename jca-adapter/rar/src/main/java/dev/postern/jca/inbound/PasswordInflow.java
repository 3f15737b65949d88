package dev.postern.jca.inbound;

import dev.postern.smtp.auth.AuthResult;
import dev.postern.smtp.auth.Credentials;
import jakarta.resource.spi.work.SecurityContext;
import jakarta.security.auth.message.callback.CallerPrincipalCallback;
import jakarta.security.auth.message.callback.PasswordValidationCallback;
import java.io.IOException;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;

/**
 * Has the application server compare a password.
 *
 * <p>A server without security inflow ignores this context and runs the work all the same: the result is then unavailable, never a yes.
 */
final class PasswordInflow extends SecurityContext {
    private static final long serialVersionUID = 1L;
    private static final AuthResult NOT_ASKED = new AuthResult.Unavailable(
            "the application server did not ask its realm: it has no security inflow, or none is set up");

    private final transient Credentials.Password password;
    private transient volatile AuthResult result = NOT_ASKED;

    PasswordInflow(Credentials.Password password) {
        this.password = password;
    }

    AuthResult result() {
        return result;
    }

    @Override
    public void setupSecurityContext(CallbackHandler handler, Subject execution, Subject service) {
        if (password.isForAnother()) {
            result = new AuthResult.Refused("may not act for another");
            return;
        }
        PasswordValidationCallback validation =
                new PasswordValidationCallback(execution, password.user(), password.secret());
        CallerPrincipalCallback caller = new CallerPrincipalCallback(execution, password.user());
        try {
            // both in one call: WildFly compares the password only for a caller that it is told beside it
            handler.handle(new Callback[] {validation, caller});
            result = validation.getResult()
                    ? new AuthResult.Authenticated(password.user())
                    : new AuthResult.Refused("unknown user or wrong password");
        } catch (IOException | UnsupportedCallbackException | RuntimeException e) {
            result = new AuthResult.Unavailable("the application server's realm fails: " + e);
        } finally {
            validation.clearPassword();
        }
    }
}
