package dev.postern.smtp.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.postern.smtp.sasl.ChannelBindings;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.TlsFixture;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MechanismChoiceTest {
    private static LoginChannel channel(boolean verified, boolean bound) throws Exception {
        ChannelBindings bindings = ChannelBindings.NONE;
        if (bound) {
            TlsFixture fixture = TlsFixture.get();
            KeyStore store = KeyStore.getInstance(fixture.keystore().toFile(), fixture.password());
            bindings = ChannelBindings.ofServer(
                    (X509Certificate) store.getCertificate(store.aliases().nextElement()));
        }
        return new LoginChannel(bound || verified, verified, bindings, "mx.example.org", 587);
    }

    private static Set<LoginMechanism> mechanisms(String names) {
        EnumSet<LoginMechanism> set = EnumSet.noneOf(LoginMechanism.class);
        Arrays.stream(names.split(" ", -1)).map(LoginMechanism::named).forEach(set::add);
        return set;
    }

    @ParameterizedTest
    @CsvSource({
        "LOGIN PLAIN CRAM-MD5 SCRAM-SHA-256 SCRAM-SHA-256-PLUS, true, true, SCRAM-SHA-256-PLUS",
        "LOGIN PLAIN CRAM-MD5 SCRAM-SHA-256 SCRAM-SHA-256-PLUS, false, true, SCRAM-SHA-256-PLUS",
        "LOGIN PLAIN CRAM-MD5 SCRAM-SHA-256 SCRAM-SHA-256-PLUS, true, false, SCRAM-SHA-256",
        "LOGIN PLAIN CRAM-MD5, true, true, PLAIN",
        "LOGIN PLAIN CRAM-MD5, false, true, CRAM-MD5",
        "LOGIN CRAM-MD5, true, true, LOGIN",
        "LOGIN XOAUTH2, false, false, LOGIN",
        "SCRAM-SHA-256-PLUS, true, false, ",
        "XOAUTH2 OAUTHBEARER, true, true, "
    })
    @Rfc("4954#3")
    void takesTheStrongestThatIsOffered(String offered, boolean verified, boolean bound, String chosen)
            throws Exception {
        LoginMechanism expected = chosen == null ? null : LoginMechanism.named(chosen);
        assertEquals(expected, MechanismChoice.AUTOMATIC.of(mechanisms(offered), channel(verified, bound), false));
    }

    @Test
    void takesWhatIsPreferredAndNothingElse() throws Exception {
        MechanismChoice choice = new MechanismChoice(List.of(LoginMechanism.LOGIN, LoginMechanism.SCRAM_SHA_256));
        LoginChannel channel = channel(true, true);
        assertEquals(LoginMechanism.LOGIN, choice.of(mechanisms("SCRAM-SHA-256 LOGIN"), channel, false));
        assertEquals(LoginMechanism.SCRAM_SHA_256, choice.of(mechanisms("SCRAM-SHA-256 PLAIN"), channel, false));
        assertNull(choice.of(mechanisms("PLAIN CRAM-MD5"), channel, false));
    }

    @Test
    void aTokenGoesByABearerMechanismOnly() throws Exception {
        LoginChannel channel = channel(true, true);
        Set<LoginMechanism> all = EnumSet.allOf(LoginMechanism.class);
        assertEquals(LoginMechanism.OAUTHBEARER, MechanismChoice.AUTOMATIC.of(all, channel, true));
        assertEquals(LoginMechanism.XOAUTH2, MechanismChoice.AUTOMATIC.of(mechanisms("LOGIN XOAUTH2"), channel, true));
        assertNull(MechanismChoice.AUTOMATIC.of(mechanisms("PLAIN LOGIN"), channel, true));
    }
}
