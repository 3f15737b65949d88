package dev.postern.jca.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.auth.AuthResult;
import dev.postern.smtp.auth.Authenticator;
import dev.postern.smtp.auth.Credentials;
import jakarta.security.auth.message.callback.PasswordValidationCallback;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What comes of a login that the application server judges. */
@Timeout(60)
class RealmAuthenticatorTest {
    private final FakeApplicationServer server = new FakeApplicationServer();
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor();
    private final RealmAuthenticator realm = withDeadline(Duration.ofSeconds(30));

    @AfterEach
    void stop() {
        deadlines.shutdownNow();
        server.close();
    }

    private RealmAuthenticator withDeadline(Duration deadline) {
        return new RealmAuthenticator(server, deadlines, deadline, 1);
    }

    private static Credentials.Password password(@Nullable String authorization, String secret) {
        return new Credentials.Password("ann", authorization, secret.toCharArray());
    }

    private static CompletableFuture<AuthResult> login(RealmAuthenticator realm, String secret) {
        return realm.authenticate(password(null, secret)).toCompletableFuture();
    }

    private static void knowsAnn(Callback... callbacks) {
        PasswordValidationCallback validation = (PasswordValidationCallback) callbacks[0];
        validation.setResult(validation.getUsername().equals("ann")
                && String.valueOf(validation.getPassword()).equals("right"));
    }

    @Test
    void onlyPasswordsCanBeJudged() {
        assertEquals(Set.of(Authenticator.Kind.PASSWORD), realm.kinds());
        assertInstanceOf(
                AuthResult.Refused.class,
                realm.authenticate(new Credentials.BearerToken("ann", "token"))
                        .toCompletableFuture()
                        .join());
    }

    @Test
    void theServerSaysWhetherThePasswordIsRight() {
        server.realm = RealmAuthenticatorTest::knowsAnn;
        assertEquals(new AuthResult.Authenticated("ann"), login(realm, "right").join());
        assertInstanceOf(AuthResult.Refused.class, login(realm, "wrong").join());
    }

    @Test
    void nobodyActsForAnother() {
        server.realm = RealmAuthenticatorTest::knowsAnn;
        assertInstanceOf(
                AuthResult.Refused.class,
                realm.authenticate(password("bob", "right"))
                        .toCompletableFuture()
                        .join());
    }

    @Test
    void aServerWithoutSecurityInflowLetsNobodyIn() {
        server.realm = null;
        assertInstanceOf(AuthResult.Unavailable.class, login(realm, "right").join());
    }

    @Test
    void aRealmThatFailsIsNoRefusal() {
        server.realm = callbacks -> {
            throw new IOException("the directory is down");
        };
        assertInstanceOf(AuthResult.Unavailable.class, login(realm, "right").join());
        server.realm = callbacks -> {
            throw new UnsupportedCallbackException(callbacks[0]);
        };
        assertInstanceOf(AuthResult.Unavailable.class, login(realm, "right").join());
    }

    @Test
    void aServerWithoutThreadsIsNoRefusalAndKeepsNoPlace() {
        server.outOfThreads = true;
        assertInstanceOf(AuthResult.Unavailable.class, login(realm, "right").join());
        server.outOfThreads = false;
        server.realm = RealmAuthenticatorTest::knowsAnn;
        assertInstanceOf(AuthResult.Authenticated.class, login(realm, "right").join());
    }

    @Test
    void theDeadlineAnswersAndThePlaceIsTakenUntilTheServerIsDone() throws InterruptedException {
        CountDownLatch mayEnd = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        server.realm = callbacks -> {
            asked.countDown();
            try {
                assertTrue(mayEnd.await(30, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            knowsAnn(callbacks);
        };
        RealmAuthenticator hasty = withDeadline(Duration.ofMillis(50));
        assertInstanceOf(AuthResult.Unavailable.class, login(hasty, "right").join());
        assertTrue(asked.await(30, TimeUnit.SECONDS));
        CompletableFuture<AuthResult> exceeding = login(hasty, "right");
        assertTrue(exceeding.isDone(), "what exceeds the bound does not wait");
        assertInstanceOf(AuthResult.Unavailable.class, exceeding.join());
        mayEnd.countDown();
    }
}
