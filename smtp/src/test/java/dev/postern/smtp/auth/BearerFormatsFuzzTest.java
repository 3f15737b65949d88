package dev.postern.smtp.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.sasl.SaslText;
import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A message with a token that is read, written again by the standard, says the same. */
public final class BearerFormatsFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(BearerFormatsFuzzTest.class, BearerFormatsFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        String message = new String(input, StandardCharsets.UTF_8);
        Credentials.BearerToken bearer = BearerFormats.oauthBearer(message);
        if (bearer != null) {
            check(bearer);
            String user = bearer.user() == null
                    ? ""
                    : "a=" + bearer.user().replace("=", "=3D").replace(",", "=2C");
            assertEquals(
                    bearer,
                    BearerFormats.oauthBearer("n," + user + ",\u0001auth=Bearer " + bearer.token() + "\u0001\u0001"));
        }
        Credentials.BearerToken google = BearerFormats.xoauth2(message);
        if (google != null) {
            check(google);
            assertEquals(
                    google,
                    BearerFormats.xoauth2(
                            "user=" + google.user() + "\u0001auth=Bearer " + google.token() + "\u0001\u0001"));
            assertTrue(message.endsWith("\u0001\u0001"));
        }
    }

    private static void check(Credentials.BearerToken token) {
        assertTrue(token.token().matches("[A-Za-z0-9._~+/-]+=*"));
        assertTrue(token.user() == null || token.user().equals(SaslText.name(token.user())));
        assertEquals("BearerToken", token.toString());
    }
}
