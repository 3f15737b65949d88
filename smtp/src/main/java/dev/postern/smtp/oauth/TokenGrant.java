package dev.postern.smtp.oauth;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * With what a token endpoint is asked for a token (RFC 6749 §2.3.1, §4.4.2, §6).
 *
 * @param endpoint its URL, as {@link #endpoint(String)} takes it
 * @param clientId who we are to it
 * @param clientSecret what proves it, or null for a client that has no secret; never printed
 * @param refreshToken what a user has granted us, or null to ask by our own credentials; never printed
 * @param scope what the token is for, words with spaces between; empty to leave it to the endpoint
 */
public record TokenGrant(
        URI endpoint,
        String clientId,
        @Nullable String clientSecret,
        @Nullable String refreshToken,
        String scope) {
    /** What {@link #endpoint(String)} asks for. */
    public static final String REMEDY =
            "must be a URL such as https://oauth2.googleapis.com/token, in https unless its host is localhost or a loopback address,"
                    + " without user and fragment";

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    /** @throws IllegalArgumentException if there is neither a secret nor a refresh token, or the endpoint is none */
    public TokenGrant {
        endpoint(endpoint.toString());
        if (clientSecret == null && refreshToken == null) {
            throw new IllegalArgumentException("a client asks with its secret, with a refresh token, or with both");
        }
    }

    /**
     * Reads the URL of a token endpoint (RFC 6749 §3.2).
     *
     * @throws IllegalArgumentException if it is none, or would send secrets in plaintext; the message is {@link #REMEDY}
     */
    public static URI endpoint(String text) {
        try {
            URI url = new URI(text);
            String host = url.getHost();
            boolean safe = "https".equalsIgnoreCase(url.getScheme())
                    || ("http".equalsIgnoreCase(url.getScheme())
                            && host != null
                            && LOOPBACK.matcher(host).matches());
            if (safe && host != null && url.getRawUserInfo() == null && url.getRawFragment() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(REMEDY, e);
        }
        throw new IllegalArgumentException(REMEDY);
    }

    /** The same grant with another refresh token: an endpoint may replace it (RFC 6749 §6). */
    TokenGrant withRefreshToken(String replacement) {
        return new TokenGrant(endpoint, clientId, clientSecret, replacement, scope);
    }

    /** The body of the request, form-urlencoded. */
    String form() {
        Map<String, String> fields = new LinkedHashMap<>();
        if (refreshToken == null) {
            fields.put("grant_type", "client_credentials");
        } else {
            fields.put("grant_type", "refresh_token");
            fields.put("refresh_token", refreshToken);
        }
        fields.put("client_id", clientId);
        if (!scope.isEmpty()) {
            fields.put("scope", scope);
        }
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** The value of Authorization (RFC 6749 §2.3.1), or empty for a client without a secret. */
    Optional<String> authorization() {
        return Optional.ofNullable(clientSecret)
                .map(secret -> encoded(clientId) + ":" + encoded(secret))
                .map(pair -> "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII)));
    }

    /** A text of the endpoint's, without our secrets if it says them. */
    String withoutSecrets(String text) {
        String safe = clientSecret == null || clientSecret.isEmpty() ? text : text.replace(clientSecret, "***");
        return refreshToken == null || refreshToken.isEmpty() ? safe : safe.replace(refreshToken, "***");
    }

    /** Where the endpoint is, without its query; no secret. */
    @Override
    public String toString() {
        String port = endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort();
        return endpoint.getScheme() + "://" + endpoint.getHost() + port + endpoint.getRawPath();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
