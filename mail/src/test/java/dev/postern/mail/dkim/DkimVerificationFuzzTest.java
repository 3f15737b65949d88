package dev.postern.mail.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.postern.mail.dns.ZoneResolver;
import dev.postern.testkit.fuzz.Corpus;
import dev.postern.testkit.fuzz.Pieces;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Any mail gets its findings, the same ones in pieces, and nobody passes whose key we do not have. */
public final class DkimVerificationFuzzTest {
    private static final DkimVerifier VERIFIER = new DkimVerifier(
            ZoneResolver.of(KeyZone.line(
                    "s._domainkey.example.org", "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")),
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
            DkimPolicy.STANDARD.withTrustInBodyLength(true));

    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(DkimVerificationFuzzTest.class, DkimVerificationFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        Pieces pieces = Pieces.of(input);
        DkimReport whole = report(List.of(pieces.all()));
        DkimReport cut = report(pieces.cut());
        assertEquals(reasons(whole), reasons(cut));
        assertEquals(whole.passedOver(), cut.passedOver());
        assertNotEquals(DkimResult.PASS, whole.result());
    }

    private static DkimReport report(List<byte[]> pieces) {
        DkimVerification verification = VERIFIER.begin();
        for (byte[] piece : pieces) {
            verification.update(ByteBuffer.wrap(piece));
        }
        return verification.finish().toCompletableFuture().join();
    }

    private static List<String> reasons(DkimReport report) {
        return report.findings().stream()
                .map(finding -> finding.result() + " " + finding.reason())
                .toList();
    }
}
