package dev.postern.smtp.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A policy as a web server sends it: it is refused, or says the same when it is written anew. */
public final class StsPolicyFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(StsPolicyFuzzTest.class, StsPolicyFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        StsPolicy policy;
        try {
            policy = StsPolicy.parse(new String(input, StandardCharsets.UTF_8));
        } catch (MalformedPolicyException e) {
            assertFalse(String.valueOf(e.getMessage()).isEmpty());
            return;
        }
        assertTrue(policy.maxAge().compareTo(Duration.ofDays(366)) < 0);
        StringBuilder anew = new StringBuilder("version: STSv1\r\nmode: "
                + policy.mode().name().toLowerCase(Locale.ROOT) + "\r\nmax_age: "
                + policy.maxAge().toSeconds() + "\r\n");
        policy.hosts().forEach(host -> anew.append("mx: ").append(host).append("\r\n"));
        try {
            StsPolicy again = StsPolicy.parse(anew.toString());
            assertEquals(policy.hosts(), again.hosts());
            assertEquals(policy.mode(), again.mode());
            assertEquals(policy.maxAge(), again.maxAge());
        } catch (MalformedPolicyException e) {
            throw new AssertionError(anew.toString(), e);
        }
        for (String host : policy.hosts()) {
            assertTrue(policy.allows(host.replace("*", "any")));
        }
    }
}
