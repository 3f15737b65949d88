package dev.postern.jca.inbound;

import dev.postern.smtp.auth.AuthResult;
import dev.postern.smtp.auth.Credentials;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkAdapter;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkContextProvider;
import jakarta.resource.spi.work.WorkEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One login on its way through the application server. It does nothing itself: its security context asks the realm. */
final class RealmLogin extends WorkAdapter implements Work, WorkContextProvider {
    private static final long serialVersionUID = 1L;

    private final transient PasswordInflow inflow;
    private final transient CompletableFuture<AuthResult> ended = new CompletableFuture<>();

    RealmLogin(Credentials.Password password) {
        inflow = new PasswordInflow(password);
    }

    /** Completes when the server is done with it. */
    CompletableFuture<AuthResult> ended() {
        return ended;
    }

    /** @param reason why the realm can't be asked */
    void failed(String reason) {
        ended.complete(new AuthResult.Unavailable(reason));
    }

    @Override
    public List<WorkContext> getWorkContexts() {
        return List.of(inflow);
    }

    @Override
    public void run() {
        ended.complete(inflow.result());
    }

    @Override
    public void release() {}

    @Override
    public void workRejected(WorkEvent event) {
        failed("the application server rejects the login: " + event.getException());
    }

    /** Of use only where the security context could not be set up, so that {@link #run} was not called. */
    @Override
    public void workCompleted(WorkEvent event) {
        if (event.getException() != null) {
            failed("the application server can't ask its realm: " + event.getException());
        } else {
            run();
        }
    }
}
