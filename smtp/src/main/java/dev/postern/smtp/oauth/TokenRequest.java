package dev.postern.smtp.oauth;

import dev.postern.smtp.http.BoundedBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks token endpoints over HTTP, within a time and a size. */
final class TokenRequest {
    private static final int LONGEST_ANSWER = 64 << 10;

    private final HttpClient http;
    private final Duration deadline;

    TokenRequest(Duration deadline) {
        this.deadline = deadline;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER) // our secrets are for this endpoint alone
                .connectTimeout(deadline)
                .build();
    }

    /** Fails where no token is granted; {@link #failure} tells why. */
    CompletableFuture<TokenAnswer> send(TokenGrant grant) {
        HttpRequest.Builder request = HttpRequest.newBuilder(grant.endpoint())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(grant.form()));
        grant.authorization().ifPresent(value -> request.header("Authorization", value));
        CompletableFuture<HttpResponse<byte[]>> response =
                http.sendAsync(request.build(), head -> new BoundedBody(LONGEST_ANSWER));
        return response.copy()
                .orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((answer, failure) -> response.cancel(true)) // nothing, where it is done
                .thenApply(TokenRequest::parsed);
    }

    /** Why there is no token, in words without our secrets. */
    static IOException failure(TokenGrant grant, @Nullable Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof UncheckedIOException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String reason = cause instanceof TimeoutException ? "does not answer in time" : reason(cause);
        String safe = grant.withoutSecrets(reason);
        return new IOException("token endpoint " + grant + " " + safe, safe.equals(reason) ? cause : null);
    }

    private static String reason(@Nullable Throwable cause) {
        if (cause == null) {
            return "fails";
        }
        String message = cause.getMessage();
        return message == null ? "fails: " + cause.getClass().getSimpleName() : message;
    }

    private static TokenAnswer parsed(HttpResponse<byte[]> response) {
        try {
            return TokenAnswer.parse(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
