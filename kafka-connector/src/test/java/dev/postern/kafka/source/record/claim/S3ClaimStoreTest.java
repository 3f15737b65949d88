package dev.postern.kafka.source.record.claim;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.kafka.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class S3ClaimStoreTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private static S3ClaimStore store(S3Server server, String secret) {
        return new S3ClaimStore(
                new S3Bucket(server.endpoint(), "eu-central-1", "mails", "in/"), S3Server.ACCESS, secret);
    }

    @Test
    void whatIsPutIsThere() throws Exception {
        byte[] content = new byte[3_000_000];
        new Random(1).nextBytes(content);
        try (S3Server server = new S3Server()) {
            S3ClaimStore store = store(server, S3Server.SECRET);
            Claim claim = store.put(ClaimName.of(NOON, "01M8", "2.1"), () -> new ByteArrayInputStream(content));
            assertEquals("s3://mails/in/2026-11-27/01M8/2.1", claim.uri());
            assertEquals(content.length, claim.size());
            assertEquals(Sha256.hex(content), claim.sha256());
            assertArrayEquals(content, server.objects.get("/mails/in/2026-11-27/01M8/2.1"));
            store.put(ClaimName.of(NOON, "01M8", "3"), () -> new ByteArrayInputStream(new byte[0]));
            assertEquals(0, server.objects.get("/mails/in/2026-11-27/01M8/3").length);
        }
    }

    @Test
    void aWrongKeyIsToldAndNotShown() throws Exception {
        try (S3Server server = new S3Server()) {
            IOException refused = assertThrows(
                    IOException.class,
                    () -> store(server, "wr0ng")
                            .put(ClaimName.of(NOON, "01M8", "1"), () -> new ByteArrayInputStream(new byte[] {1})));
            assertTrue(refused.getMessage().contains("answered 403"), refused.getMessage());
            assertTrue(refused.getMessage().contains("SignatureDoesNotMatch"), refused.getMessage());
            assertFalse(refused.getMessage().contains("wr0ng"), refused.getMessage());
            assertTrue(server.objects.isEmpty());
        }
    }

    @Test
    void aServiceThatIsDownIsAnErrorToTryAgain() throws Exception {
        try (S3Server server = new S3Server()) {
            server.fault = 503;
            S3ClaimStore store = store(server, S3Server.SECRET);
            ClaimName name = ClaimName.of(NOON, "01M8", "1");
            assertThrows(IOException.class, () -> store.put(name, () -> new ByteArrayInputStream(new byte[] {1})));
            server.fault = 0;
            assertEquals(
                    1,
                    store.put(name, () -> new ByteArrayInputStream(new byte[] {1}))
                            .size());
        }
    }

    @Test
    void theSignatureIsThatOfTheServicesOwnExample() {
        String sha256 = Sha256.hex("Welcome to Amazon S3.".getBytes(US_ASCII));
        SortedMap<String, String> headers = new RequestSignature(
                        "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1")
                .sign(
                        new RequestSignature.Request(
                                "PUT",
                                "/test%24file.text",
                                Map.of(
                                        "host", "examplebucket.s3.amazonaws.com",
                                        "date", "Fri, 24 May 2013 00:00:00 GMT",
                                        "x-amz-storage-class", "REDUCED_REDUNDANCY"),
                                sha256),
                        Instant.parse("2013-05-24T00:00:00Z"));
        assertEquals(
                "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                        + "SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class,"
                        + "Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
                headers.get("authorization"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://a.example", "http://s3.example.org", "https://", "https://a/b", "https://u@a", "%"})
    void anEndpointIsHttpsAndAHost(String text) {
        assertThrows(IllegalArgumentException.class, () -> S3Bucket.endpoint(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "a/b", "a b", "\u0000", ".hidden", "CON", "aux.txt"})
    void anIdThatIsNoPlainNameIsADigest(String id) {
        assertTrue(ClaimName.of(NOON, id, "1").mail().matches("[0-9a-f]{64}"));
    }
}
