package dev.postern.mail.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.mail.InvalidMailException;
import dev.postern.mail.Message;
import dev.postern.mail.signature.Canonicalization;
import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whatever is signed passes; the first octet says in which forms. */
public final class DkimSignerFuzzTest {
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private static final DkimVerifier VERIFIER =
            new DkimVerifier(KeyZone.of("ed._domainkey.example.org", TestKeys.edRecord()), CLOCK, DkimPolicy.STANDARD);

    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(DkimSignerFuzzTest.class, DkimSignerFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        Canonicalization[] forms = Canonicalization.values();
        int choice = input.length == 0 ? 0 : input[0];
        DkimSigner signer = new DkimSigner(
                new DkimKeyRing(List.of(TestKeys.ed25519())),
                DkimSigningPolicy.STANDARD.withForms(forms[choice & 1], forms[(choice >> 1) & 1]),
                CLOCK);
        try (Message signed = signer.signed(Message.of(input), TestKeys.DOMAIN)) {
            DkimVerification verification = VERIFIER.begin();
            verification.update(ByteBuffer.wrap(signed.toByteArray()));
            DkimReport report = verification.finish().toCompletableFuture().join();
            assertEquals(DkimResult.PASS, report.findings().get(0).result(), report::toString);
        } catch (InvalidMailException e) {
            return; // no mail that can be signed
        } catch (IOException e) {
            throw new UncheckedIOException("a message in memory can be read", e);
        }
    }
}
