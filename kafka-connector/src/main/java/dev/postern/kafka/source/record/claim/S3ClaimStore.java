package dev.postern.kafka.source.record.claim;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;

/**
 * Keeps them in a bucket of S3, or of a service that speaks as it does. The content is read twice: for its digest, which is signed, so that the
 * service refuses what was garbled on the way, and to be sent.
 */
public final class S3ClaimStore implements ClaimStore {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofMinutes(2);
    private static final int MOST_TOLD = 300;

    private final S3Bucket bucket;
    private final RequestSignature signature;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    public S3ClaimStore(S3Bucket bucket, String accessKey, String secretKey) {
        this.bucket = bucket;
        this.signature = new RequestSignature(accessKey, secretKey, bucket.region());
    }

    @Override
    public Claim put(ClaimName name, ClaimContent content) throws IOException {
        Copied digest = digest(content);
        HttpResponse<InputStream> response = send(request(bucket.object(name), digest, content));
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                throw new IOException("the store " + bucket.endpoint() + " answered " + response.statusCode() + " to "
                        + bucket.uri(name) + ": " + told(body.readNBytes(MOST_TOLD)));
            }
            return new Claim(bucket.uri(name), digest.size(), digest.hex());
        }
    }

    private static Copied digest(ClaimContent content) throws IOException {
        try (InputStream in = content.open()) {
            return Copied.of(in, OutputStream.nullOutputStream());
        }
    }

    private HttpRequest request(URI object, Copied digest, ClaimContent content) {
        SortedMap<String, String> headers = signature.sign(
                new RequestSignature.Request(
                        "PUT", object.getRawPath(), Map.of("host", object.getRawAuthority()), digest.hex()),
                Instant.now());
        HttpRequest.Builder request =
                HttpRequest.newBuilder(object).timeout(ANSWER).PUT(body(digest.size(), content));
        headers.forEach((name, value) -> {
            if (!name.equals("host")) { // the client writes it itself
                request.header(name, value);
            }
        });
        return request.build();
    }

    private static BodyPublisher body(long size, ClaimContent content) {
        if (size == 0) {
            return BodyPublishers.noBody();
        }
        return BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> {
                    try {
                        return content.open();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }),
                size);
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        try {
            return http.send(request, BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the task is stopping", e);
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** The start of what a service says, on one line. */
    private static String told(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}+", " ");
    }
}
