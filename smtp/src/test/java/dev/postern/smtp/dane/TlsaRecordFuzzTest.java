package dev.postern.smtp.dane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.dns.TlsaRecord;
import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The octets of a TLSA record: usage, selector, matching type, and the rest. It is of no use, or trusts the one whom it says, and nobody else. */
public final class TlsaRecordFuzzTest {
    private static final List<X509Certificate> CHAIN = TestChain.chain("host+middle+root");
    private static final Instant NOW = Instant.parse("2027-06-01T00:00:00Z");

    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(TlsaRecordFuzzTest.class, TlsaRecordFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 3) {
            return;
        }
        TlsaRecord record = new TlsaRecord(
                input[0] & 0xff,
                input[1] & 0xff,
                input[2] & 0xff,
                HexFormat.of().formatHex(Arrays.copyOfRange(input, 3, input.length)));
        Optional<DaneIdentity> identity = DaneIdentity.of("mx.example", Set.of(), List.of(record));
        if (identity.isEmpty()) {
            return;
        }
        assertTrue(record.usage() == 2 || record.usage() == 3);
        assertEquals(identity, DaneIdentity.of("mx.example", Set.of(), List.of(record)));
        Association association = Association.of(record).orElseThrow();
        boolean known = CHAIN.stream().anyMatch(association::matches) || isIssuer(association);
        try {
            identity.get().verify(CHAIN, NOW);
            assertTrue(known, record::toString);
        } catch (UntrustedCertificateException e) {
            assertFalse(String.valueOf(e.getMessage()).isEmpty());
            assertFalse(record.usage() == 3 && association.matches(CHAIN.get(0)));
        }
    }

    /** Whether the record holds the key of an authority of the chain, in whatever certificate: what makes an anchor is name and key (RFC 5280 §6.1.1). */
    private static boolean isIssuer(Association association) {
        return association
                .certificate()
                .map(Certificate::getPublicKey)
                .or(association::key)
                .filter(key -> association.isOfAuthority() && CHAIN.stream().anyMatch(each -> hasIssued(key, each)))
                .isPresent();
    }

    private static boolean hasIssued(PublicKey key, X509Certificate certificate) {
        try {
            certificate.verify(key);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
