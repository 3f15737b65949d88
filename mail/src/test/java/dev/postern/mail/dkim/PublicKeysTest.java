package dev.postern.mail.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.postern.mail.Message;
import dev.postern.mail.signature.MalformedSignatureException;
import dev.postern.mail.signature.PublicKeys;
import dev.postern.mail.signature.SignatureAlgorithm;
import dev.postern.testkit.Rfc;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Keys of strangers who want us to compute, or to believe. */
class PublicKeysTest {
    @Test
    @Rfc("6376#3.6.1")
    void takesAnRsaKeyWithAndWithoutItsFrame() {
        RSAPublicKey key = (RSAPublicKey) TestKeys.RSA.getPublic();
        byte[] framed = key.getEncoded();
        byte[] bare = Arrays.copyOfRange(framed, 24, framed.length); // behind the identifier and the bit string's head
        assertEquals(key, PublicKeys.read("rsa", framed));
        assertEquals(key, PublicKeys.read("rsa", bare));
    }

    @Test
    void refusesExponentsThatAreTricks() throws GeneralSecurityException {
        BigInteger modulus = ((RSAPublicKey) TestKeys.RSA.getPublic()).getModulus();
        BigInteger large = BigInteger.ONE.shiftLeft(1_000).add(BigInteger.ONE);
        for (BigInteger exponent : new BigInteger[] {BigInteger.valueOf(4), large}) {
            byte[] key = encoded(modulus, exponent);
            assertThrows(MalformedSignatureException.class, () -> PublicKeys.read("rsa", key));
        }
    }

    @Test
    void refusesKeysThatAreNone() {
        byte[] noise = new byte[300];
        new Random(1).nextBytes(noise);
        for (String kind : new String[] {"rsa", "ed25519"}) {
            assertThrows(MalformedSignatureException.class, () -> PublicKeys.read(kind, noise));
            assertThrows(
                    MalformedSignatureException.class, () -> PublicKeys.read(kind, new byte[] {0x30, (byte) 0x84}));
            assertThrows(MalformedSignatureException.class, () -> PublicKeys.read(kind, new byte[1 << 20]));
        }
    }

    @Test
    void doesNotComputeWithHugeKeys() throws GeneralSecurityException, IOException {
        BigInteger modulus =
                new BigInteger(16_000, new Random(1)).setBit(15_999).setBit(0);
        byte[] key = encoded(modulus, BigInteger.valueOf(65_537));
        String record = KeyZone.record(SignatureAlgorithm.RSA_SHA256, key);
        DkimReport report = new DkimVerifier(
                        KeyZone.of("rsa._domainkey.example.org", record), Clock.systemUTC(), DkimPolicy.STANDARD)
                .verify(Message.of(CraftedMail.signed("").getBytes(ISO_8859_1)))
                .toCompletableFuture()
                .join();
        assertEquals(DkimResult.POLICY, report.result(), report::toString);
    }

    @Test
    void readsNoRecordLargerThanAnyKeyNeeds() {
        String text = "v=DKIM1; p=" + "A".repeat(1 << 20);
        assertThrows(MalformedSignatureException.class, () -> DkimRecord.parse(text));
        String tags = "a=;".repeat(5_000);
        assertThrows(MalformedSignatureException.class, () -> DkimRecord.parse(tags));
        String many = "abcdefghijklmnopqrstuvwxyz"
                .chars()
                .mapToObj(c -> (char) c + "1=;" + (char) c + "2=;" + (char) c + "3=;")
                .reduce("", String::concat);
        assertThrows(MalformedSignatureException.class, () -> DkimRecord.parse(many));
    }

    @Test
    void isLinearInHostileHeaders() throws IOException {
        String names = "from" + ":from".repeat(50_000);
        String fields = "from: a@example.org\r\n".repeat(9_000);
        String value = "v=1; a=rsa-sha256; d=example.org; s=rsa; h=" + names + "; bh=; b=" + "A ".repeat(100_000);
        String mail = "DKIM-Signature: " + value + "\r\n" + fields + "\r\n" + "\r\n".repeat(2_000_000);
        byte[] octets = mail.getBytes(ISO_8859_1);
        DkimPolicy large = DkimPolicy.STANDARD.withMaxHeaderOctets(16 << 20);
        DkimReport report = assertTimeout(
                Duration.ofSeconds(20),
                () -> new DkimVerifier(
                                KeyZone.of("rsa._domainkey.example.org", TestKeys.rsaRecord()),
                                Clock.systemUTC(),
                                large)
                        .verify(Message.of(octets))
                        .toCompletableFuture()
                        .join());
        assertEquals(DkimResult.PERMERROR, report.result());
    }

    private static byte[] encoded(BigInteger modulus, BigInteger exponent) throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(modulus, exponent))
                .getEncoded();
    }
}
