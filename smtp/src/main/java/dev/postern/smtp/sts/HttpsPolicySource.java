package dev.postern.smtp.sts;

import dev.postern.mail.Domain;
import dev.postern.smtp.http.BoundedBody;
import dev.postern.smtp.tlsrpt.ResultType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** Fetches policies by HTTPS from where RFC 8461 §3.3 has them: without redirects or caches, within a time and a size, from hosts whose certificate the JVM trusts. */
final class HttpsPolicySource implements PolicySource {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int OK = 200;

    private final HttpClient http;
    private final Function<Domain, URI> place;
    private final Duration deadline;

    HttpsPolicySource(SSLContext trust, Function<Domain, URI> place, Duration deadline) {
        this.place = place;
        this.deadline = deadline;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER) // RFC 8461 §3.3
                .connectTimeout(deadline)
                .sslContext(trust)
                .build();
    }

    /** By the certificates that the JVM trusts, from the well-known place. */
    static HttpsPolicySource standard() {
        try {
            return new HttpsPolicySource(SSLContext.getDefault(), HttpsPolicySource::wellKnown, DEADLINE);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java trusts nobody: " + e.getMessage(), e);
        }
    }

    static URI wellKnown(Domain domain) {
        return URI.create("https://mta-sts." + domain.text() + "/.well-known/mta-sts.txt");
    }

    @Override
    public CompletionStage<String> fetch(Domain domain) {
        HttpRequest request;
        try {
            request = HttpRequest.newBuilder(place.apply(domain)).build();
        } catch (IllegalArgumentException e) { // a host such as a.123, which the web does not know
            return CompletableFuture.failedFuture(told(domain, e));
        }
        CompletableFuture<HttpResponse<byte[]>> response =
                http.sendAsync(request, head -> new BoundedBody(StsPolicy.MAX_TEXT));
        return response.copy()
                .orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((answer, failure) -> response.cancel(true)) // nothing, where it is done
                .thenCompose(answer -> text(domain, answer))
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(told(domain, failure)));
    }

    private static CompletableFuture<String> text(Domain domain, HttpResponse<byte[]> response) {
        String type = response.headers().firstValue("Content-Type").orElse("");
        String bare = type.substring(0, type.indexOf(';') < 0 ? type.length() : type.indexOf(';'));
        boolean plain = bare.strip().toLowerCase(Locale.ROOT).equals("text/plain");
        if (response.statusCode() != OK || !plain) {
            return CompletableFuture.failedFuture(new StsFetchException(
                    ResultType.STS_POLICY_FETCH_ERROR,
                    "mta-sts." + domain + " answers with status " + response.statusCode()
                            + (plain ? "" : " and no text/plain")));
        }
        return CompletableFuture.completedFuture(new String(response.body(), StandardCharsets.UTF_8));
    }

    private static StsFetchException told(Domain domain, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof StsFetchException known) {
            return known;
        }
        boolean ofTls = Stream.iterate(cause, Objects::nonNull, Throwable::getCause)
                .limit(20) // they may be chained in a circle
                .anyMatch(SSLException.class::isInstance);
        return new StsFetchException(
                ofTls ? ResultType.STS_WEBPKI_INVALID : ResultType.STS_POLICY_FETCH_ERROR,
                "mta-sts." + domain + ": "
                        + (cause instanceof TimeoutException ? "does not answer in time" : String.valueOf(cause)));
    }
}
