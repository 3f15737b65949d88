package dev.postern.smtp.login;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.sasl.ChannelBindings;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.TlsFixture;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScramClientTest {
    // RFC 7677 §3
    private static final String NONCE = "rOprNGfwEbeRWgbNEkqO";
    private static final String BOTH = NONCE + "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String SALT = "W22ZaJ0SNY7soEsUEjb6gQ==";
    private static final String SERVER_FIRST = "r=" + BOTH + ",s=" + SALT + ",i=4096";
    private static final String SIGNATURE = "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    private static final Set<LoginMechanism> BOTH_OFFERED =
            EnumSet.of(LoginMechanism.SCRAM_SHA_256, LoginMechanism.SCRAM_SHA_256_PLUS);

    private static ClientExchange begin(
            String user, LoginMechanism mechanism, Set<LoginMechanism> offered, ChannelBindings bindings)
            throws BrokenExchangeException {
        LoginChannel channel = new LoginChannel(true, true, bindings, "mx.example.org", 587);
        return new PasswordProof(user, "pencil", () -> NONCE).begin(mechanism, offered, channel);
    }

    private static ClientExchange begin() throws BrokenExchangeException {
        return begin(
                "user", LoginMechanism.SCRAM_SHA_256, EnumSet.of(LoginMechanism.SCRAM_SHA_256), ChannelBindings.NONE);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ChannelBindings certificate() throws Exception {
        TlsFixture fixture = TlsFixture.get();
        KeyStore store = KeyStore.getInstance(fixture.keystore().toFile(), fixture.password());
        return ChannelBindings.ofServer(
                (X509Certificate) store.getCertificate(store.aliases().nextElement()));
    }

    @Test
    @Rfc({"7677#3", "5802#5"})
    void speaksAsTheExampleOfTheStandard() throws Exception {
        ClientExchange scram = begin();
        assertEquals("n,,n=user,r=" + NONCE, text(scram.initialResponse()));
        assertEquals(
                "c=biws,r=" + BOTH + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                text(scram.answer(octets(SERVER_FIRST))));
        assertEquals("", text(scram.answer(octets("v=" + SIGNATURE))));
        scram.succeeded();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v=",
                "v=AAAA",
                "v=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G5=",
                "v=" + SIGNATURE + ",",
                "v=" + SIGNATURE + ",m=must",
                "x=y,v=" + SIGNATURE,
                "e=invalid-proof",
                "e="
            })
    @Rfc({"5802#5b", "5802#7"})
    void aServerThatCannotSignIsNotBelieved(String serverFinal) throws Exception {
        ClientExchange scram = begin();
        scram.answer(octets(SERVER_FIRST));
        assertThrows(BrokenExchangeException.class, () -> scram.answer(octets(serverFinal)));
        assertThrows(BrokenExchangeException.class, scram::succeeded);
    }

    @Test
    @Rfc("5802#5b")
    void successWithoutASignatureIsNone() throws Exception {
        ClientExchange scram = begin();
        assertThrows(BrokenExchangeException.class, scram::succeeded);
        scram.answer(octets(SERVER_FIRST));
        assertThrows(BrokenExchangeException.class, scram::succeeded);
        scram.answer(octets("v=" + SIGNATURE + ",x=ignored"));
        scram.succeeded();
        assertThrows(BrokenExchangeException.class, () -> scram.answer(octets("v=" + SIGNATURE)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "r=BOTH",
                "r=BOTH,s=SALT",
                "s=SALT,r=BOTH,i=4096",
                "r=BOTH,s=SALT,i=",
                "r=BOTH,s=SALT,i=x",
                "r=BOTH,s=SALT,i=-4096",
                "r=BOTH,s=SALT,i=04096",
                "r=BOTH,s=SALT,i=4096,",
                "r=BOTH,s=SALT,i=4096,m=must",
                "m=must,r=BOTH,s=SALT,i=4096",
                "r=BOTH,s=,i=4096",
                "r=BOTH,s=!,i=4096",
                "r=BOTH,s=W22ZaJ0SNY7soEsUEjb6gQ,i=4096",
                "e=unknown-user"
            })
    @Rfc({"5802#7", "5802#5.1"})
    void anAnswerThatIsNoneIsRefused(String serverFirst) throws Exception {
        ClientExchange scram = begin();
        String message = serverFirst.replace("BOTH", BOTH).replace("SALT", SALT);
        assertThrows(BrokenExchangeException.class, () -> scram.answer(octets(message)));
    }

    @Test
    @Rfc("5802#7")
    void octetsThatAreNotUtf8AreRefused() throws Exception {
        ClientExchange scram = begin();
        assertThrows(BrokenExchangeException.class, () -> scram.answer(new byte[] {(byte) 0xC3}));
        byte[] longSalt = new byte[1_024];
        Arrays.fill(longSalt, (byte) 1);
        String salt = Base64.getEncoder().encodeToString(longSalt);
        assertThrows(BrokenExchangeException.class, () -> scram.answer(octets("r=" + BOTH + ",s=" + salt + ",i=4096")));
    }

    @ParameterizedTest
    @ValueSource(strings = {NONCE, "rOprNGfwEbeRWgbNEkq", "", "other", "x" + BOTH, BOTH + " ", BOTH + "é"})
    @Rfc("5802#5.1b")
    void anotherNonceThanOursIsRefused(String nonce) throws Exception {
        ClientExchange scram = begin();
        BrokenExchangeException failure = assertThrows(
                BrokenExchangeException.class, () -> scram.answer(octets("r=" + nonce + ",s=" + SALT + ",i=4096")));
        assertTrue(failure.getMessage().contains("nonce"), failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "4095", "1000001", "2147483648", "99999999999999999999"})
    @Rfc("7677#4b")
    void aServerThatWantsTooFewOrTooManyIterationsIsRefusedAtOnce(String iterations) throws Exception {
        ClientExchange scram = begin();
        BrokenExchangeException failure = assertThrows(
                BrokenExchangeException.class,
                () -> scram.answer(octets("r=" + BOTH + ",s=" + SALT + ",i=" + iterations)));
        assertTrue(failure.getMessage().contains("4096 to 1000000"), failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"'a,b=c', 'n=a=2Cb=3Dc'", "us\u00ADer, n=user", "user\u00AA, n=usera"})
    @Rfc("5802#5.1c")
    void aNameIsPreparedAndItsCommasAreEscaped(String user, String said) throws Exception {
        ClientExchange scram = begin(
                user, LoginMechanism.SCRAM_SHA_256, EnumSet.of(LoginMechanism.SCRAM_SHA_256), ChannelBindings.NONE);
        assertEquals("n,," + said + ",r=" + NONCE, text(scram.initialResponse()));
    }

    @Test
    @Rfc("5802#5.1c")
    void aNameOrPasswordThatScramCannotSayIsTold() throws Exception {
        LoginChannel channel = new LoginChannel(true, true, ChannelBindings.NONE, "mx.example.org", 587);
        LoginMechanism scram = LoginMechanism.SCRAM_SHA_256;
        assertThrows(
                BrokenExchangeException.class,
                () -> new PasswordProof("us\u0007er", "pencil").begin(scram, EnumSet.of(scram), channel));
        ClientExchange exchange =
                new PasswordProof("user", "pen\u0007cil", () -> NONCE).begin(scram, EnumSet.of(scram), channel);
        BrokenExchangeException failure =
                assertThrows(BrokenExchangeException.class, () -> exchange.answer(octets(SERVER_FIRST)));
        assertFalse(failure.getMessage().contains("cil"), failure.getMessage());
    }

    @Test
    @Rfc({"5802#6", "5929#4"})
    void bindsToTheCertificate() throws Exception {
        ChannelBindings bindings = certificate();
        ClientExchange scram = begin("user", LoginMechanism.SCRAM_SHA_256_PLUS, BOTH_OFFERED, bindings);
        assertEquals("p=tls-server-end-point,,n=user,r=" + NONCE, text(scram.initialResponse()));
        String proof = text(scram.answer(octets(SERVER_FIRST)));
        byte[] said = Base64.getDecoder().decode(proof.substring(2, proof.indexOf(',')));
        byte[] header = octets("p=tls-server-end-point,,");
        assertArrayEquals(header, Arrays.copyOf(said, header.length));
        assertArrayEquals(
                bindings.of(ChannelBindings.SERVER_END_POINT), Arrays.copyOfRange(said, header.length, said.length));
    }

    @Test
    @Rfc("5802#6b")
    void saysThatItCouldBindWhereTheServerSeemsNotTo() throws Exception {
        LoginMechanism scram = LoginMechanism.SCRAM_SHA_256;
        ClientExchange hidden = begin("user", scram, EnumSet.of(scram), certificate());
        assertEquals("y,,n=user,r=" + NONCE, text(hidden.initialResponse()));
        assertTrue(text(hidden.answer(octets(SERVER_FIRST))).startsWith("c=eSws,"));
        ClientExchange unwanted = begin("user", scram, BOTH_OFFERED, certificate());
        assertEquals("n,,n=user,r=" + NONCE, text(unwanted.initialResponse()));
        ClientExchange unable = begin("user", scram, EnumSet.of(scram), ChannelBindings.NONE);
        assertEquals("n,,n=user,r=" + NONCE, text(unable.initialResponse()));
    }

    @Test
    void ourNoncesDiffer() throws Exception {
        PasswordProof proof = new PasswordProof("user", "pencil");
        LoginChannel channel = new LoginChannel(true, true, ChannelBindings.NONE, "mx.example.org", 587);
        LoginMechanism scram = LoginMechanism.SCRAM_SHA_256;
        String first = text(proof.begin(scram, EnumSet.of(scram), channel).initialResponse());
        String second = text(proof.begin(scram, EnumSet.of(scram), channel).initialResponse());
        assertNotEquals(first, second);
    }

    @Test
    void thePasswordIsHashedOnceForASalt() throws Exception {
        ScramKeyCache cache = new ScramKeyCache("pencil");
        ScramServerFirst first = ScramServerFirst.parse(SERVER_FIRST, NONCE);
        assertSame(cache.keys(first), cache.keys(new ScramServerFirst("other", first.salt(), first.iterations())));
        ScramServerFirst more = new ScramServerFirst("other", first.salt(), 5_000);
        assertNotEquals(
                text(cache.keys(first).clientKey()), text(cache.keys(more).clientKey()));
        assertDoesNotThrow(() -> cache.keys(first));
    }

    @Test
    void nothingPrintsASecret() throws Exception {
        PasswordProof proof = new PasswordProof("user", "pencil");
        assertEquals("PasswordProof", proof.toString());
        ScramServerFirst first = ScramServerFirst.parse(SERVER_FIRST, NONCE);
        assertEquals("ScramKeys", new ScramKeyCache("pencil").keys(first).toString());
    }
}
