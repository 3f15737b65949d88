package dev.postern.smtp.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.auth.SaslStep.Failure;
import dev.postern.smtp.sasl.ChannelBindings;
import dev.postern.smtp.sasl.Sha256;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.TlsFixture;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScramTest {
    // RFC 7677 §3
    private static final String SALT = "W22ZaJ0SNY7soEsUEjb6gQ==";
    private static final String CLIENT_NONCE = "rOprNGfwEbeRWgbNEkqO";
    private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String NONCE = CLIENT_NONCE + SERVER_NONCE;
    private static final String PROOF = "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    // HMAC(SaltedPassword, "Client Key") of the example, whose hash is the stored key
    private static final String CLIENT_KEY = "a60fc923d67e8644a92d16b96eda5ef4656b0c725c484374be25535576996e8b";

    private final OneUser users = new OneUser(Base64.getDecoder().decode(SALT));

    private Exchange begin(SaslMechanism mechanism, ChannelBindings bindings) {
        return new Exchange(new SaslMechanisms(users, () -> SERVER_NONCE).begin(mechanism, bindings));
    }

    private Exchange begin() {
        return begin(SaslMechanism.SCRAM_SHA_256, ChannelBindings.NONE);
    }

    private static ChannelBindings certificate() throws Exception {
        TlsFixture fixture = TlsFixture.get();
        KeyStore store = KeyStore.getInstance(fixture.keystore().toFile(), fixture.password());
        return ChannelBindings.ofServer(
                (X509Certificate) store.getCertificate(store.aliases().nextElement()));
    }

    /** What a client that knows the password sends as proof. */
    private static String proof(String bare, String serverFirst, String withoutProof) {
        ScramVerifier verifier =
                ScramVerifier.of("pencil".toCharArray(), Base64.getDecoder().decode(SALT), 4_096);
        byte[] clientKey = HexFormat.of().parseHex(CLIENT_KEY);
        byte[] signed = (bare + "," + serverFirst + "," + withoutProof).getBytes(StandardCharsets.UTF_8);
        byte[] signature = Sha256.hmac(verifier.storedKey(), signed);
        for (int i = 0; i < signature.length; i++) {
            signature[i] ^= clientKey[i];
        }
        return Base64.getEncoder().encodeToString(signature);
    }

    @Test
    @Rfc({"7677#3", "5802#5"})
    void speaksAsTheExampleOfTheStandard() {
        Exchange scram = begin();
        assertEquals("", Exchange.challenge(scram.begin(null)));
        assertEquals(
                "r=" + NONCE + ",s=" + SALT + ",i=4096",
                Exchange.challenge(scram.answer("n,,n=user,r=" + CLIENT_NONCE)));
        assertEquals(
                "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
                Exchange.challenge(scram.answer("c=biws,r=" + NONCE + ",p=" + PROOF)));
        assertEquals("user", Exchange.identity(scram.answer("")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n",
                "n,",
                "n,,",
                ",,n=user,r=abc",
                "x,,n=user,r=abc",
                "n,user,n=user,r=abc",
                "n,a=,n=user,r=abc",
                "n,a=us=er,n=user,r=abc",
                "n,,n=user",
                "n,,r=abc,n=user",
                "n,,n=,r=abc",
                "n,,n=user,r=",
                "n,,n=user,r=a\u00e4c",
                "n,,n=user,r=a c",
                "n,,n=user,r=a\u007fc",
                "n,,n=us=er,r=abc",
                "n,,n=us=2cer,r=abc",
                "n,,n=us\u0000er,r=abc",
                "n,,n=us\u0007er,r=abc",
                "n,,m=must,n=user,r=abc",
                "n,,n=user,r=abc,m=must",
                "n,,n=user,r=abc,",
                "n,,n=user,r=abc,x",
                "n,,n=user,r=abc,x=",
                "n,,n=user,r=abc,1=x",
                "p=tls-server-end-point,,n=user,r=abc",
                "p=,,n=user,r=abc",
                "p=tls unique,,n=user,r=abc"
            })
    @Rfc({"5802#7", "5802#5.1"})
    void refusesAMalformedFirstMessage(String message) {
        assertEquals(Failure.MALFORMED, Exchange.failure(begin().begin(message)));
    }

    @ParameterizedTest
    @CsvSource({
        "'c=biws,r=NONCE,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=', REFUSED",
        "'c=biws,r=NONCE,x=extended,p=PROOF', REFUSED",
        "'c=biws,r=other,p=PROOF', REFUSED",
        "'c=biws,r=NONCEx,p=PROOF', REFUSED",
        "'c=biws,r=,p=PROOF', REFUSED",
        "'c=eSws,r=NONCE,p=PROOF', REFUSED",
        "'c=,r=NONCE,p=PROOF', REFUSED",
        "'c=biw,r=NONCE,p=PROOF', REFUSED",
        "'', MALFORMED",
        "'c=biws,r=NONCE', MALFORMED",
        "'r=NONCE,c=biws,p=PROOF', MALFORMED",
        "'c=biws,p=PROOF', MALFORMED",
        "'c=biws,r=NONCE,p=', MALFORMED",
        "'c=biws,r=NONCE,p=AAAA', MALFORMED",
        "'c=biws,r=NONCE,p=PROOF,x=y', MALFORMED",
        "'c=biws,r=NONCE,p=!', MALFORMED",
        "'c=biws,r=NONCE,m=must,p=PROOF', MALFORMED",
        "'c=biws,r=NONCE,,p=PROOF', MALFORMED"
    })
    @Rfc({"5802#7", "5802#5.1"})
    void refusesAFinalMessage(String message, Failure failure) {
        Exchange scram = begin();
        scram.begin("n,,n=user,r=" + CLIENT_NONCE);
        String last = message.replace("NONCE", NONCE).replace("PROOF", PROOF);
        assertEquals(failure, Exchange.failure(scram.answer(last)));
    }

    @Test
    void nothingFollowsTheSignature() {
        Exchange scram = begin();
        scram.begin("n,,n=user,r=" + CLIENT_NONCE);
        scram.answer("c=biws,r=" + NONCE + ",p=" + PROOF);
        assertEquals(Failure.MALFORMED, Exchange.failure(scram.answer("more")));
    }

    @Test
    @Rfc("5802#9")
    void anUnknownUserLooksLikeAKnownOne() {
        String first = Exchange.challenge(begin().begin("n,,n=nobody,r=abc"));
        assertEquals(first, Exchange.challenge(begin().begin("n,,n=nobody,r=abc")));
        assertNotEquals(first, Exchange.challenge(begin().begin("n,,n=somebody,r=abc")));
        String known = Exchange.challenge(begin().begin("n,,n=user,r=abc"));
        assertEquals(known.length(), first.length());
        Exchange scram = begin();
        scram.begin("n,,n=nobody,r=" + CLIENT_NONCE);
        assertEquals(Failure.REFUSED, Exchange.failure(scram.answer("c=biws,r=" + NONCE + ",p=" + PROOF)));
    }

    @Test
    @Rfc("5802#5.1")
    void nobodyActsForAnother() {
        Exchange scram = begin();
        String serverFirst = Exchange.challenge(scram.begin("n,a=root,n=user,r=" + CLIENT_NONCE));
        String last = "c=" + Exchange.base64("n,a=root,") + ",r=" + NONCE;
        String proof = proof("n=user,r=" + CLIENT_NONCE, serverFirst, last);
        assertEquals(Failure.REFUSED, Exchange.failure(scram.answer(last + ",p=" + proof)));
    }

    @Test
    @Rfc({"5802#6", "5929#4"})
    void bindsToTheCertificate() throws Exception {
        ChannelBindings bindings = certificate();
        Exchange scram = begin(SaslMechanism.SCRAM_SHA_256_PLUS, bindings);
        String header = "p=tls-server-end-point,,";
        String serverFirst = Exchange.challenge(scram.begin(header + "n=user,r=" + CLIENT_NONCE));
        byte[] boundTo = bindings.of("tls-server-end-point");
        byte[] input =
                (header + new String(boundTo, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
        String last = "c=" + Base64.getEncoder().encodeToString(input) + ",r=" + NONCE;
        String proof = proof("n=user,r=" + CLIENT_NONCE, serverFirst, last);
        assertTrue(Exchange.challenge(scram.answer(last + ",p=" + proof)).startsWith("v="));
        assertEquals("user", Exchange.identity(scram.answer("")));
    }

    @Test
    @Rfc({"5802#6", "5929#4"})
    void refusesALoginThatIsBoundToAnotherCertificate() throws Exception {
        Exchange scram = begin(SaslMechanism.SCRAM_SHA_256_PLUS, certificate());
        String header = "p=tls-server-end-point,,";
        String serverFirst = Exchange.challenge(scram.begin(header + "n=user,r=" + CLIENT_NONCE));
        String last = "c=" + Exchange.base64(header + "x".repeat(32)) + ",r=" + NONCE;
        String proof = proof("n=user,r=" + CLIENT_NONCE, serverFirst, last);
        assertEquals(Failure.REFUSED, Exchange.failure(scram.answer(last + ",p=" + proof)));
    }

    @Test
    @Rfc("5802#6")
    void noticesThatSomebodyHidTheBinding() throws Exception {
        String first = "y,,n=user,r=" + CLIENT_NONCE;
        assertEquals(
                Failure.REFUSED,
                Exchange.failure(
                        begin(SaslMechanism.SCRAM_SHA_256, certificate()).begin(first)));
        Exchange.challenge(begin().begin(first)); // we have none ourselves: the client is right
    }

    @Test
    @Rfc("5802#6")
    void plusNeedsABindingThatWeHave() throws Exception {
        SaslMechanism plus = SaslMechanism.SCRAM_SHA_256_PLUS;
        assertEquals(
                Failure.MALFORMED, Exchange.failure(begin(plus, certificate()).begin("n,,n=user,r=abc")));
        assertEquals(
                Failure.MALFORMED, Exchange.failure(begin(plus, certificate()).begin("y,,n=user,r=abc")));
        String other = "p=tls-unique,,n=user,r=abc";
        assertEquals(
                Failure.REFUSED, Exchange.failure(begin(plus, certificate()).begin(other)));
        SaslMechanisms mechanisms = new SaslMechanisms(users);
        assertTrue(mechanisms.offered(certificate()).contains(plus));
        assertFalse(mechanisms.offered(ChannelBindings.NONE).contains(plus));
    }

    @Test
    @Rfc("5929#4")
    void theBindingIsTheHashOfTheCertificate() throws Exception {
        TlsFixture fixture = TlsFixture.get();
        KeyStore store = KeyStore.getInstance(fixture.keystore().toFile(), fixture.password());
        X509Certificate certificate =
                (X509Certificate) store.getCertificate(store.aliases().nextElement());
        assertTrue(certificate.getSigAlgName().startsWith("SHA256"), certificate.getSigAlgName());
        assertTrue(MessageDigest.isEqual(
                Sha256.hash(certificate.getEncoded()), certificate().of("tls-server-end-point")));
    }

    @Test
    void ourNoncesDiffer() {
        SaslMechanisms mechanisms = new SaslMechanisms(users);
        String first =
                Exchange.challenge(new Exchange(mechanisms.begin(SaslMechanism.SCRAM_SHA_256, ChannelBindings.NONE))
                        .begin("n,,n=user,r=abc"));
        String second =
                Exchange.challenge(new Exchange(mechanisms.begin(SaslMechanism.SCRAM_SHA_256, ChannelBindings.NONE))
                        .begin("n,,n=user,r=abc"));
        assertNotEquals(first, second);
        assertTrue(first.startsWith("r=abc"));
    }

    @Test
    void aVerifierIsReadAsWrittenAndKeepsItsSecret() {
        ScramVerifier verifier =
                ScramVerifier.of("pencil".toCharArray(), Base64.getDecoder().decode(SALT), 4_096);
        assertEquals(verifier.text(), ScramVerifier.parse(verifier.text()).text());
        assertTrue(verifier.text().startsWith("SCRAM-SHA-256$4096:" + SALT + "$"));
        assertEquals("SCRAM-SHA-256 with 4096 iterations", verifier.toString());
    }

    @Test
    @Rfc("7677#4")
    void aVerifierHasIterationsEnough() {
        byte[] key = new byte[32];
        assertEquals(4_096, new ScramVerifier(new byte[16], 4_096, key, key).iterations());
        assertThrows(IllegalArgumentException.class, () -> new ScramVerifier(new byte[16], 4_095, key, key));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SCRAM-SHA-1$4096:AAAA$AAAA:AAAA",
                "SCRAM-SHA-256$4096:AAAA$AAAA:AAAA",
                "SCRAM-SHA-256$4096:A$A:A",
                "SCRAM-SHA-256$99999999:AAAA$AAAA:AAAA",
                "SCRAM-SHA-256$1:AAAA$AAAA:AAAA",
                "SCRAM-SHA-256$4096:AAAA$AAAA"
            })
    void whatIsNoVerifierIsRefusedWithoutBeingTold(String text) {
        IllegalArgumentException failure =
                assertThrows(IllegalArgumentException.class, () -> ScramVerifier.parse(text));
        assertFalse(failure.getMessage().contains("AAAA"));
    }
}
