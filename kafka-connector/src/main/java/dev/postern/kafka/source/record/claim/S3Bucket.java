package dev.postern.kafka.source.record.claim;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where objects are, by path: {@code https://host/bucket/key}, which all services of this kind take.
 *
 * @param endpoint the URL of the service
 * @param region that requests are signed for
 * @param prefix of keys; may be empty
 */
public record S3Bucket(URI endpoint, String region, String name, String prefix) {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._/-]{0,199}");

    /**
     * The endpoint that is written so.
     *
     * @throws IllegalArgumentException if it is none; the message has the remedy
     */
    public static URI endpoint(String text) {
        try {
            URI endpoint = new URI(text);
            boolean plain = endpoint.getHost() != null
                    && endpoint.getQuery() == null
                    && endpoint.getUserInfo() == null
                    && (endpoint.getPath().isEmpty() || endpoint.getPath().equals("/"));
            boolean local = "http".equals(endpoint.getScheme()) && THIS_MACHINE.contains(endpoint.getHost());
            if (plain && (local || "https".equals(endpoint.getScheme()))) {
                return endpoint;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("must be a URL such as https://s3.eu-central-1.amazonaws.com", e);
        }
        throw new IllegalArgumentException(
                "must be https:// and a host, with a port or without; http:// for this machine alone");
    }

    /** @throws IllegalArgumentException if no bucket can have this name */
    public static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("must be 3 to 63 lower case letters, digits, dots or dashes");
        }
    }

    /** @throws IllegalArgumentException if it holds what would have to be encoded */
    public static void checkPrefix(String prefix) {
        if (!PREFIX.matcher(prefix).matches() || prefix.contains("..") || prefix.contains("//")) {
            throw new IllegalArgumentException("must be letters, digits, dots, dashes, underscores and slashes");
        }
    }

    /** The object for what has this name. */
    URI object(ClaimName claim) {
        return endpoint.resolve('/' + name + '/' + prefix + claim);
    }

    /** The same in the way that clients of these services write it. */
    String uri(ClaimName claim) {
        return "s3://" + name + '/' + prefix + claim;
    }
}
