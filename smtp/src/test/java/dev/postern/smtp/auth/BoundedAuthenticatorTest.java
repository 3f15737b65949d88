package dev.postern.smtp.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is made of an authenticator's answers that is not ours. */
@Timeout(60)
class BoundedAuthenticatorTest {
    private static final Credentials CREDENTIALS = new Credentials.BearerToken("susan", "t0ken");

    /** Answers all questions in one way. */
    private record Answering(Set<Kind> kinds, Supplier<CompletionStage<AuthResult>> answer) implements Authenticator {
        @Override
        public CompletionStage<AuthResult> authenticate(Credentials credentials) {
            return answer.get();
        }

        @Override
        public void close() {
            throw new AssertionError("is not closed by who bounds it");
        }
    }

    private static AuthResult result(Supplier<CompletionStage<AuthResult>> answer) {
        Authenticator own = new Answering(EnumSet.of(Authenticator.Kind.BEARER_TOKEN), answer);
        try (Authenticator bounded = new BoundedAuthenticator(own, Duration.ofMillis(100))) {
            return bounded.authenticate(CREDENTIALS).toCompletableFuture().join();
        }
    }

    @Test
    void passesOnWhatIsAnswered() {
        AuthResult susan = new AuthResult.Authenticated("susan");
        assertEquals(susan, result(() -> CompletableFuture.completedFuture(susan)));
        AuthResult nobody = new AuthResult.Refused("expired");
        assertEquals(nobody, result(() -> CompletableFuture.supplyAsync(() -> nobody)));
    }

    @Test
    void whatIsNoAnswerIsUnavailable() {
        assertInstanceOf(AuthResult.Unavailable.class, result(() -> null));
        assertInstanceOf(AuthResult.Unavailable.class, result(() -> CompletableFuture.completedFuture(null)));
        assertEquals(new AuthResult.Unavailable("java.lang.NoClassDefFoundError: com/example/Jwt"), result(() -> {
            throw new NoClassDefFoundError("com/example/Jwt");
        }));
        assertEquals(
                new AuthResult.Unavailable("no answer: java.lang.IllegalStateException: no keys"),
                result(() -> CompletableFuture.failedFuture(new IllegalStateException("no keys"))));
    }

    @Test
    void silenceHasAnEndAndLeavesTheirFutureAlone() {
        CompletableFuture<AuthResult> never = new CompletableFuture<>();
        assertEquals(new AuthResult.Unavailable("no answer in 0 s"), result(() -> never));
        assertFalse(never.isDone());
    }

    @Test
    void scramIsBoundedToo() {
        OneUser users = new OneUser(new byte[16]);
        try (Authenticator bounded = new BoundedAuthenticator(users, Duration.ofSeconds(30))) {
            assertInstanceOf(
                    ScramLookup.Found.class,
                    bounded.scramVerifier("user").toCompletableFuture().join());
            users.unavailable = true;
            assertInstanceOf(
                    ScramLookup.Unavailable.class,
                    bounded.scramVerifier("user").toCompletableFuture().join());
        }
    }

    @Test
    void itsKindsAreAskedForOnce() {
        Set<Authenticator.Kind> kinds = EnumSet.of(Authenticator.Kind.BEARER_TOKEN);
        try (Authenticator bounded =
                new BoundedAuthenticator(new Answering(kinds, () -> null), Duration.ofSeconds(30))) {
            kinds.add(Authenticator.Kind.PASSWORD);
            assertEquals(Set.of(Authenticator.Kind.BEARER_TOKEN), bounded.kinds());
            assertThrows(
                    UnsupportedOperationException.class, () -> bounded.kinds().add(Authenticator.Kind.PASSWORD));
        }
    }
}
