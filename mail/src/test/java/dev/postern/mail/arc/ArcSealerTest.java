package dev.postern.mail.arc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.HeaderEdit;
import dev.postern.mail.InvalidMailException;
import dev.postern.mail.dkim.DkimKeyRing;
import dev.postern.mail.dkim.TestKeys;
import dev.postern.testkit.Rfc;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArcSealerTest {
    private static final ArcSealer SEALER =
            new ArcSealer(new DkimKeyRing(List.of(TestKeys.rsa())), ArcSealingPolicy.STANDARD, Chains.CLOCK);

    @Test
    @Rfc("8617#5.1")
    void addsThreeFieldsOfOneNumber() {
        List<HeaderEdit.Insert> fields = Chains.fields(SEALER, Chains.MAIL, ArcResult.NONE, Chains.RESULTS);
        assertEquals(
                List.of("ARC-Authentication-Results", "ARC-Message-Signature", "ARC-Seal"),
                fields.stream().map(HeaderEdit.Insert::name).toList());
        assertEquals(" i=1;" + Chains.RESULTS, fields.get(0).value());
        assertTrue(fields.get(1).value().contains("i=1;"));
        assertTrue(fields.get(2).value().contains("i=1;"));
        for (HeaderEdit.Insert field : fields) {
            for (String line : (field.name() + ":" + field.value()).split("\r\n", -1)) {
                assertTrue(line.length() <= 78 || line.startsWith(" b="), line);
            }
        }
    }

    @Test
    @Rfc("8617#4.1.2b")
    void signsWhatAReaderSeesAndSignaturesOfDkim() {
        String mail = "DKIM-Signature: v=1\r\nAuthentication-Results: x\r\n" + Chains.sealed(Chains.MAIL);
        String signature = Chains.fields(SEALER, mail, ArcResult.PASS, Chains.RESULTS)
                .get(1)
                .value();
        String names = signature.replaceAll("(?s).*h=([^;]*);.*", "$1").replaceAll("\\s", "");
        assertTrue(names.startsWith("From:From:"), names);
        assertTrue(names.endsWith(":DKIM-Signature"), names);
        assertFalse(names.contains("Results"), names);
        assertFalse(names.contains("ARC"), names);
        for (String name : List.of("arc-seal", "Authentication-Results")) {
            assertThrows(IllegalArgumentException.class, () -> new ArcSealingPolicy(List.of(), List.of(name)));
        }
    }

    @Test
    @Rfc("8617#5.1.2")
    void sealsOfABrokenChainItselfAlone() {
        String mail = Chains.sealed(Chains.MAIL).replace("cv=none", "cv=odd");
        String sealed = Chains.sealed(SEALER, mail, ArcResult.FAIL, Chains.RESULTS);
        assertTrue(sealed.startsWith("ARC-Seal: a=rsa-sha256;"), sealed);
        assertTrue(sealed.contains("cv=fail; d=example.org; i=2;"), sealed);
        assertEquals(sealed, Chains.sealed(SEALER, sealed, ArcResult.FAIL, Chains.RESULTS));
    }

    @Test
    @Rfc("8617#5.1b")
    void doesNotClaimAChainThatWasLostHere() {
        String edited = Chains.sealed(Chains.MAIL).replaceFirst("(?s)ARC-Authentication-Results:.*?(?=From)", "");
        assertTrue(Chains.sealed(SEALER, edited, ArcResult.PASS, Chains.RESULTS).contains("cv=fail"));
        assertTrue(Chains.sealed(SEALER, Chains.MAIL, ArcResult.PASS, Chains.RESULTS)
                .contains("cv=none"));
    }

    @Test
    void sealsWithRsaOnly() {
        ArcSealer other =
                new ArcSealer(new DkimKeyRing(List.of(TestKeys.ed25519())), ArcSealingPolicy.STANDARD, Chains.CLOCK);
        assertEquals(List.of(), Chains.fields(other, Chains.MAIL, ArcResult.NONE, Chains.RESULTS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " x\r\nFrom: eve", " x; none\r\n", " mx.example.org; spf"})
    void takesNothingForResultsThatAreNone(String results) {
        assertThrows(IllegalArgumentException.class, () -> Chains.fields(SEALER, Chains.MAIL, ArcResult.NONE, results));
    }

    @Test
    void sealsNoAmbiguousMail() {
        for (String mail : List.of("To: a@b\r\n\r\n", "From: a@b\r\nFrom: c@d\r\n\r\n", "From: a@b\r\ntorn\r\n\r\n")) {
            assertThrows(InvalidMailException.class, () -> Chains.fields(SEALER, mail, ArcResult.NONE, Chains.RESULTS));
        }
    }
}
