package dev.postern.jca.inbound;

import jakarta.resource.spi.work.SecurityContext;
import jakarta.security.auth.message.callback.CallerPrincipalCallback;
import java.io.IOException;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;
import org.jspecify.annotations.Nullable;

/** Tells the application server who calls the bean (Jakarta Connectors 2.1, "Security Inflow"). */
final class CallerInflow extends SecurityContext {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable String user;
    private transient volatile @Nullable String failure;

    /** @param user whom the application server has let log in, or null for nobody */
    CallerInflow(@Nullable String user) {
        this.user = user;
        // a server that never asks has let nobody in, and knows no caller but nobody
        failure = user == null ? null : "it does not ask who calls";
    }

    /** Why the bean may not be called, or null. */
    @Nullable
    String failure() {
        return failure;
    }

    @Override
    public void setupSecurityContext(CallbackHandler handler, Subject execution, Subject service) {
        try {
            handler.handle(new Callback[] {new CallerPrincipalCallback(execution, user)});
            failure = null;
        } catch (IOException | UnsupportedCallbackException | RuntimeException e) {
            failure = e.toString();
        }
    }
}
