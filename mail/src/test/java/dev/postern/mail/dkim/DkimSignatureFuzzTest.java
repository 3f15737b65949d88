package dev.postern.mail.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.signature.HeaderField;
import dev.postern.mail.signature.MalformedSignatureException;
import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A signature is read or refused; what was read names a key, and reads the same without its value but for that. */
public final class DkimSignatureFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(DkimSignatureFuzzTest.class, DkimSignatureFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        HeaderField field = HeaderField.of(
                DkimSignature.FIELD, DkimSignature.FIELD + ":" + new String(input, StandardCharsets.ISO_8859_1));
        DkimSignature signature;
        try {
            signature = DkimSignature.parse(field);
        } catch (MalformedSignatureException e) {
            return;
        }
        assertTrue(signature.keyName().endsWith("._domainkey." + signature.domain()));
        assertTrue(signature.keyName().chars().allMatch(c -> c > ' ' && c < 0x7f), signature::keyName);
        assertTrue(signature.identity().endsWith(signature.domain()), signature::identity);
        assertFalse(signature.signedFields().isEmpty());
        assertEquals(signature.toString(), DkimSignature.parse(field.value()).toString());
        HeaderField unsignedField = signature.unsigned();
        DkimSignature unsigned = DkimSignature.parse(unsignedField);
        assertEquals(0, unsigned.signature().length);
        assertEquals(signature.toString(), unsigned.toString());
        assertEquals(signature.signedFields(), unsigned.signedFields());
        assertEquals(unsignedField.value(), unsigned.unsigned().value());
    }
}
