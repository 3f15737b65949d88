package dev.postern.mail.arc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.postern.mail.InvalidMailException;
import dev.postern.mail.dkim.DkimKeyRing;
import dev.postern.mail.dkim.DkimPolicy;
import dev.postern.mail.dkim.TestKeys;
import dev.postern.mail.signature.MailPass;
import dev.postern.testkit.fuzz.Corpus;
import dev.postern.testkit.fuzz.Pieces;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Any mail gets its report, the same in pieces, and none passes that nobody has sealed; what we seal is a chain only where there was none. */
public final class ArcVerificationFuzzTest {
    private static final ArcVerifier VERIFIER = new ArcVerifier(Chains.ZONE, Chains.CLOCK, DkimPolicy.STANDARD);
    private static final ArcSealer SEALER =
            new ArcSealer(new DkimKeyRing(List.of(TestKeys.rsa())), ArcSealingPolicy.STANDARD, Chains.CLOCK);

    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(ArcVerificationFuzzTest.class, ArcVerificationFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        Pieces pieces = Pieces.of(input);
        ArcReport whole = report(List.of(pieces.all()));
        assertEquals(whole, report(pieces.cut()));
        assertNotEquals(ArcResult.PASS, whole.result());
        assertEquals(whole.result() == ArcResult.FAIL, !whole.reason().isEmpty());
        String mail = new String(pieces.all(), ISO_8859_1);
        String sealed;
        try {
            sealed = Chains.sealed(SEALER, mail, whole.result(), Chains.RESULTS);
        } catch (InvalidMailException e) {
            return;
        }
        ArcReport after = Chains.verified(sealed);
        assertEquals(whole.result() == ArcResult.NONE ? ArcResult.PASS : ArcResult.FAIL, after.result());
    }

    private static ArcReport report(List<byte[]> pieces) {
        ArcInspection inspection = VERIFIER.inspection();
        MailPass pass = new MailPass(DkimPolicy.STANDARD.maxHeaderOctets(), List.of(inspection));
        for (byte[] piece : pieces) {
            pass.update(ByteBuffer.wrap(piece));
        }
        pass.finish();
        return inspection.report().toCompletableFuture().join();
    }
}
