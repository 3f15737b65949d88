package dev.postern.smtp.dane;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.dns.TlsaRecord;
import dev.postern.smtp.tlsrpt.ResultType;
import dev.postern.testkit.Rfc;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that DNS gives of mx.example, which takes mail for recipient.example, and what the server shows. */
class DaneIdentityTest {
    private static final Instant NOW = Instant.parse("2027-06-01T00:00:00Z");

    private static DaneIdentity identity(String records) {
        List<TlsaRecord> all =
                Stream.of(records.split(", ", -1)).map(TestChain::record).toList();
        return DaneIdentity.of("mx.example", Set.of("recipient.example"), all).orElseThrow();
    }

    private static void verifies(String records, String chain) {
        assertDoesNotThrow(() -> identity(records).verify(TestChain.chain(chain), NOW));
    }

    private static void refuses(ResultType type, String records, String chain) {
        UntrustedCertificateException refusal = assertThrows(
                UntrustedCertificateException.class, () -> identity(records).verify(TestChain.chain(chain), NOW));
        assertEquals(type, refusal.type(), refusal::getMessage);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3 0 0", "3 0 1", "3 0 2", "3 1 0", "3 1 1", "3 1 2"})
    @Rfc({"7672#3.1.1", "6698#2.1.1", "6698#2.1.2", "6698#2.1.3"})
    void theServersOwnCertificateOrKeyIsEnough(String parameters) {
        verifies(parameters + " host", "host+middle");
        verifies(parameters + " host", "host");
        refuses(ResultType.TLSA_INVALID, parameters + " host", "stranger+middle");
        refuses(ResultType.TLSA_INVALID, parameters + " middle", "host+middle");
        verifies(parameters + " stranger, " + parameters + " host", "host");
    }

    @ParameterizedTest
    @CsvSource({"expired, expired+middle", "stranger, stranger+middle", "lone, lone", "common, common+root"})
    @Rfc("7672#3.1.1b")
    void neitherItsNamesNorItsDatesNorItsIssuerCount(String record, String chain) {
        verifies("3 1 1 " + record, chain);
        verifies("3 0 2 " + record, chain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2 0 0", "2 0 1", "2 0 2", "2 1 0", "2 1 1", "2 1 2"})
    @Rfc("7672#3.1.2")
    void anAuthorityVouchesForTheServer(String parameters) {
        verifies(parameters + " root", "host+middle+root");
        verifies(parameters + " middle", "host+middle");
        verifies(parameters + " middle", "host+middle+root");
        refuses(ResultType.TLSA_INVALID, parameters + " lone", "host+middle+root", parameters.endsWith("0"));
    }

    private static void refuses(ResultType type, String records, String chain, boolean anchored) {
        refuses(anchored ? ResultType.CERTIFICATE_NOT_TRUSTED : type, records, chain);
    }

    @Test
    @Rfc("7672#3.1.2")
    void anAuthorityThatIsWholeInTheRecordNeedNotBeShown() {
        verifies("2 0 0 middle", "host");
        verifies("2 1 0 middle", "host");
        verifies("2 0 0 root", "host+middle");
        verifies("2 1 0 root", "host+middle");
        refuses(ResultType.TLSA_INVALID, "2 0 1 middle", "host");
        refuses(ResultType.TLSA_INVALID, "2 1 1 root", "host+middle");
    }

    @Test
    @Rfc("7672#3.1.2b")
    void whoCallsHimselfAnAuthorityIsNone() {
        refuses(ResultType.CERTIFICATE_NOT_TRUSTED, "2 1 1 rogue", "host+rogue");
        refuses(ResultType.CERTIFICATE_NOT_TRUSTED, "2 0 1 root", "rogue+middle+root");
        refuses(ResultType.TLSA_INVALID, "2 1 1 host", "host+middle");
        refuses(ResultType.TLSA_INVALID, "2 0 1 lone", "lone");
    }

    @Test
    @Rfc("7672#3.1.2b")
    void theCertificateOfAnAuthorityMustBeValid() {
        refuses(ResultType.CERTIFICATE_EXPIRED, "2 1 1 middle", "expired+middle");
        verifies("2 1 1 middle, 3 1 1 expired", "expired+middle");
    }

    @ParameterizedTest
    @CsvSource({
        "host, true",
        "wildcard, true",
        "common, true",
        "domain, true", // RFC 7672 §3.2.2: also the domain of the mail, as MX is known securely
        "stranger, false",
    })
    @Rfc({"7672#3.2.2", "7672#3.2.3"})
    void theCertificateOfAnAuthorityMustNameTheHostOrTheDomain(String leaf, boolean named) {
        if (named) {
            verifies("2 0 1 middle", leaf + "+middle");
        } else {
            refuses(ResultType.CERTIFICATE_HOST_MISMATCH, "2 0 1 middle", leaf + "+middle");
        }
    }

    @Test
    @Rfc("7672#3.2.3")
    void aWildcardStandsForOneLabelAndTheCommonNameOnlyForNone() {
        CertificateNames wildcard = CertificateNames.of(TestChain.certificate("wildcard"));
        assertTrue(wildcard.name("MX.example"));
        assertTrue(Stream.of("a.mx.example", "example", ".example", "mx.example.org")
                .noneMatch(wildcard::name));
        CertificateNames stranger = CertificateNames.of(TestChain.certificate("stranger"));
        assertTrue(stranger.nameAnyhow("stranger.example"));
        assertTrue(Stream.of("mx.example").noneMatch(stranger::nameAnyhow));
        assertTrue(Stream.of("mx.example").noneMatch(CertificateNames.of(TestChain.certificate("common"))::name));
    }

    @Test
    @Rfc({"7672#3.1.3", "7672#2.2"})
    void recordsThatAreOfNoUseInSmtpAreNone() {
        String digest = "ab".repeat(32);
        List<TlsaRecord> useless = List.of(
                new TlsaRecord(0, 0, 1, digest),
                new TlsaRecord(1, 1, 1, digest),
                new TlsaRecord(4, 1, 1, digest),
                new TlsaRecord(3, 2, 1, digest),
                new TlsaRecord(3, 1, 3, digest),
                new TlsaRecord(3, 1, 1, "ab".repeat(31)),
                new TlsaRecord(3, 1, 2, digest),
                new TlsaRecord(3, 1, 1, ""),
                new TlsaRecord(2, 0, 0, "ab"),
                new TlsaRecord(3, 1, 0, ""));
        assertTrue(DaneIdentity.of("mx.example", Set.of(), useless).isEmpty());
        for (TlsaRecord each : useless) {
            assertTrue(DaneIdentity.of("mx.example", Set.of(), List.of(each)).isEmpty(), each::toString);
        }
    }

    @Test
    @Rfc("7671#9")
    void aWeakerDigestCountsOnlyWithoutAStrongerOne() {
        refuses(ResultType.TLSA_INVALID, "3 1 1 host, 3 1 2 stranger", "host");
        verifies("3 1 1 host, 3 0 2 stranger", "host");
        verifies("3 1 0 host, 3 1 2 stranger", "host");
    }

    @Test
    void twoAreEqualWhoseConnectionsServeBoth() {
        assertEquals(identity("3 1 1 host"), identity("3 1 1 host"));
        assertEquals(
                identity("3 1 1 host"),
                DaneIdentity.of("mx.example", Set.of("other.example"), List.of(TestChain.record("3 1 1 host")))
                        .orElseThrow(),
                "nobody asks for names");
        assertNotEquals(identity("3 1 1 host"), identity("3 1 1 stranger"));
        assertNotEquals(
                identity("2 1 1 middle"),
                DaneIdentity.of("mx.example", Set.of("other.example"), List.of(TestChain.record("2 1 1 middle")))
                        .orElseThrow());
    }

    @Test
    void aTrustManagerTrustsItAndNobodyElse() {
        DaneTrustManager manager = new DaneTrustManager(identity("3 1 1 host"), Clock.fixed(NOW, ZoneOffset.UTC));
        var host = TestChain.chain("host+middle").toArray(X509Certificate[]::new);
        var lone = TestChain.chain("lone").toArray(X509Certificate[]::new);
        assertDoesNotThrow(() -> manager.checkServerTrusted(host, "ECDHE_ECDSA"));
        assertThrows(UntrustedCertificateException.class, () -> manager.checkServerTrusted(lone, "ECDHE_ECDSA"));
        assertThrows(CertificateException.class, () -> manager.checkClientTrusted(host, "ECDHE_ECDSA"));
        assertEquals(0, manager.getAcceptedIssuers().length);
    }
}
