package dev.postern.smtp.oauth;

import dev.postern.smtp.login.AccessToken;
import dev.postern.smtp.login.TokenSource;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of an OAuth 2.0 token endpoint (RFC 6749 §3.2), each kept until shortly before it expires. One request at a time serves all who wait.
 *
 * <p>An endpoint that fails, or whose fresh token a server refuses, is not asked again at once. A refresh token that it replaces is kept in memory
 * only: after a restart the first one is used again.
 */
public final class TokenEndpoint implements TokenSource {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final Duration LONGEST_MARGIN = Duration.ofMinutes(1);
    private static final int MARGIN = 10;

    private final TokenRequest request;
    private final Clock clock;
    private TokenGrant grant;
    private @Nullable Held held;
    private @Nullable Failed failed;
    private @Nullable CompletableFuture<AccessToken> asking;

    /** A token, and its times. */
    private record Held(AccessToken token, Instant since, Instant renewal, Instant expiry) {}

    private record Failed(IOException cause, Instant until) {}

    public TokenEndpoint(TokenGrant grant) {
        this(grant, Clock.systemUTC(), DEADLINE);
    }

    /** @param deadline of one request, from its start to the last octet of its answer */
    TokenEndpoint(TokenGrant grant, Clock clock, Duration deadline) {
        this.grant = grant;
        this.clock = clock;
        this.request = new TokenRequest(deadline);
    }

    /** Fails with an {@link IOException} that names the endpoint and tells what it says. */
    @Override
    public CompletionStage<AccessToken> token() {
        CompletableFuture<AccessToken> answer;
        TokenGrant asked;
        synchronized (this) {
            Instant now = clock.instant();
            if (held != null && now.isBefore(held.renewal)) {
                return CompletableFuture.completedFuture(held.token);
            }
            if (asking != null) {
                return asking.minimalCompletionStage();
            }
            if (failed != null && now.isBefore(failed.until)) {
                return instead(failed.cause, now);
            }
            answer = new CompletableFuture<>();
            asking = answer;
            asked = grant;
        }
        request.send(asked).whenComplete((granted, failure) -> settle(answer, granted, failure));
        return answer.minimalCompletionStage();
    }

    @Override
    public synchronized void refused(AccessToken token) {
        boolean current = held != null && held.token.equals(token);
        if (held != null && current && !clock.instant().isBefore(held.since.plus(FRESH))) {
            held = null;
        }
    }

    /** Names the endpoint; no secret. */
    @Override
    public synchronized String toString() {
        return "TokenEndpoint[" + grant + "]";
    }

    private void settle(
            CompletableFuture<AccessToken> answer, @Nullable TokenAnswer granted, @Nullable Throwable failure) {
        CompletionStage<AccessToken> outcome;
        synchronized (this) {
            asking = null;
            Instant now = clock.instant();
            if (granted == null) {
                IOException cause = TokenRequest.failure(grant, failure);
                failed = new Failed(cause, now.plus(PAUSE));
                outcome = instead(cause, now);
            } else {
                failed = null;
                held = held(granted, now);
                String replacement = granted.refreshToken();
                grant = replacement == null || grant.refreshToken() == null
                        ? grant
                        : grant.withRefreshToken(replacement);
                outcome = CompletableFuture.completedFuture(granted.token());
            }
        }
        outcome.whenComplete((token, cause) -> {
            if (cause == null) {
                answer.complete(token);
            } else {
                answer.completeExceptionally(cause);
            }
        });
    }

    // The old token serves to its end where there is no new one.
    private CompletionStage<AccessToken> instead(IOException cause, Instant now) {
        return held != null && now.isBefore(held.expiry)
                ? CompletableFuture.completedFuture(held.token)
                : CompletableFuture.failedFuture(cause);
    }

    private static Held held(TokenAnswer granted, Instant now) {
        Duration lifetime = granted.lifetime();
        Duration margin = lifetime.dividedBy(MARGIN);
        Instant expiry = now.plus(lifetime);
        return new Held(
                granted.token(),
                now,
                expiry.minus(margin.compareTo(LONGEST_MARGIN) < 0 ? margin : LONGEST_MARGIN),
                expiry);
    }
}
