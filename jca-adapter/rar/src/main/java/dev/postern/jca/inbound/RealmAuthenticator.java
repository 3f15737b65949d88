package dev.postern.jca.inbound;

import dev.postern.smtp.auth.AuthResult;
import dev.postern.smtp.auth.Authenticator;
import dev.postern.smtp.auth.Credentials;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Asks the application server's realm who a client is, by security inflow (Jakarta Connectors 2.1, "Security Inflow").
 *
 * <p>The server compares the password, so that it must come in clear: PLAIN and LOGIN, never SCRAM. It does so on a thread of its own,
 * only for so many clients at once; what exceeds that, and what takes too long, is {@link AuthResult.Unavailable}.
 */
final class RealmAuthenticator implements Authenticator {
    private static final AuthResult OVERLOADED = new AuthResult.Unavailable("too many logins at once");
    private static final AuthResult LATE = new AuthResult.Unavailable("the application server's realm takes too long");

    private final WorkManager workers;
    private final ScheduledExecutorService deadlines;
    private final Duration deadline;
    private final Semaphore places;

    /**
     * @param deadline how long a client waits for the realm
     * @param most logins that are with the realm at the same time
     */
    RealmAuthenticator(WorkManager workers, ScheduledExecutorService deadlines, Duration deadline, int most) {
        this.workers = workers;
        this.deadlines = deadlines;
        this.deadline = deadline;
        this.places = new Semaphore(most);
    }

    @Override
    public Set<Kind> kinds() {
        return EnumSet.of(Kind.PASSWORD);
    }

    @Override
    public CompletionStage<AuthResult> authenticate(Credentials credentials) {
        if (!(credentials instanceof Credentials.Password password)) {
            return CompletableFuture.completedFuture(new AuthResult.Refused("not a password"));
        }
        if (!places.tryAcquire()) {
            return CompletableFuture.completedFuture(OVERLOADED);
        }
        RealmLogin login = new RealmLogin(password);
        // the place is free when the server is done, however long ago the client was told that it took too long
        CompletableFuture<AuthResult> answer = login.ended()
                .whenComplete((result, failure) -> places.release())
                .copy();
        ScheduledFuture<?> alarm =
                deadlines.schedule(() -> answer.complete(LATE), deadline.toMillis(), TimeUnit.MILLISECONDS);
        answer.whenComplete((result, failure) -> alarm.cancel(false));
        try {
            workers.scheduleWork(login, WorkManager.INDEFINITE, null, login);
        } catch (WorkException | RuntimeException e) {
            login.failed("the application server takes no login: " + e);
        }
        return answer;
    }
}
