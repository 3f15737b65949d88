package dev.postern.kafka.source.record.claim;

import dev.postern.kafka.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests as services like S3 want it: AWS Signature Version 4 with the digest of the content in the header.
 *
 * @param accessKey the id of the key
 * @param secretKey the key
 */
record RequestSignature(String accessKey, String secretKey, String region) {
    static final String DATE = "x-amz-date";
    static final String CONTENT = "x-amz-content-sha256";
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int DAY = 8;

    /**
     * A request to be signed.
     *
     * @param path as it stands in the request, encoded
     * @param headers that are signed, names in lower case, {@code host} among them
     * @param sha256 of its content
     */
    record Request(String method, String path, Map<String, String> headers, String sha256) {}

    /** The headers to send: those of the request, and those of the signature. */
    SortedMap<String, String> sign(Request request, Instant now) {
        String time = TIME.format(now);
        SortedMap<String, String> headers = new TreeMap<>(request.headers());
        headers.put(DATE, time);
        headers.put(CONTENT, request.sha256());
        String names = String.join(";", headers.keySet());
        String canonical = String.join(
                "\n",
                request.method(),
                request.path(),
                "", // no query
                headers.entrySet().stream()
                        .map(header -> header.getKey() + ':' + header.getValue().strip() + '\n')
                        .collect(Collectors.joining()),
                names,
                request.sha256());
        String scope = String.join("/", time.substring(0, DAY), region, "s3", "aws4_request");
        String toSign =
                String.join("\n", ALGORITHM, time, scope, Sha256.hex(canonical.getBytes(StandardCharsets.UTF_8)));
        String signature = HexFormat.of().formatHex(hmac(key(time.substring(0, DAY)), toSign));
        headers.put(
                "authorization",
                ALGORITHM + " Credential=" + accessKey + '/' + scope + ",SignedHeaders=" + names + ",Signature="
                        + signature);
        return headers;
    }

    private byte[] key(String day) {
        byte[] key = ("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8);
        for (String part : new String[] {day, region, "s3", "aws4_request"}) {
            key = hmac(key, part);
        }
        return key;
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "signature with " + accessKey;
    }
}
