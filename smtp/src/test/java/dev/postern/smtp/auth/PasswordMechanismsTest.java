package dev.postern.smtp.auth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.postern.smtp.auth.SaslStep.Failure;
import dev.postern.smtp.sasl.ChannelBindings;
import dev.postern.testkit.Rfc;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PLAIN and LOGIN, and what all mechanisms have in common. */
class PasswordMechanismsTest {
    private final OneUser users = new OneUser(new byte[16]);

    private Exchange begin(SaslMechanism mechanism) {
        return new Exchange(new SaslMechanisms(users).begin(mechanism, ChannelBindings.NONE));
    }

    /** N stands for NUL. */
    private static String plain(String text) {
        return text.replace('N', '\0');
    }

    @Test
    @Rfc({"4616#2b", "4954#4c"})
    void plainTakesAnInitialResponseOrAsksForOne() {
        assertEquals("user", Exchange.identity(begin(SaslMechanism.PLAIN).begin(plain("NuserNpencil"))));
        Exchange asked = begin(SaslMechanism.PLAIN);
        assertEquals("", Exchange.challenge(asked.begin(null)));
        assertEquals("user", Exchange.identity(asked.answer(plain("userNuserNpencil"))));
    }

    @ParameterizedTest
    @CsvSource({
        "NuserNwrong, REFUSED",
        "NnobodyNpencil, REFUSED",
        "rootNuserNpencil, REFUSED",
        "NuserNpen\u0007cil, REFUSED",
        "Nus\u0007erNpencil, REFUSED",
        "NuserN\u00ad, REFUSED",
        "'', MALFORMED",
        "user, MALFORMED",
        "Nuser, MALFORMED",
        "NuserN, MALFORMED",
        "NNpencil, MALFORMED",
        "NN, MALFORMED",
        "NuserNpencilN, MALFORMED",
        "NuserNpenNcil, MALFORMED"
    })
    @Rfc("4616#2b")
    void plainRefuses(String message, Failure failure) {
        assertEquals(failure, Exchange.failure(begin(SaslMechanism.PLAIN).begin(plain(message))));
    }

    @Test
    @Rfc("4616#2b")
    void plainPreparesNameAndPassword() {
        // RFC 4013 §3: a soft hyphen is mapped to nothing, the roman four is two letters, the no-break space is a space
        begin(SaslMechanism.PLAIN).begin(plain("NI\u00adXNpen\u00adcil"));
        assertEquals("IX", ((Credentials.Password) users.last).user());
        assertEquals("user", Exchange.identity(begin(SaslMechanism.PLAIN).begin(plain("Nus\u00aderNpen\u00adcil"))));
    }

    @Test
    void aNameHasAtMost255Octets() {
        String name = "a".repeat(255);
        begin(SaslMechanism.PLAIN).begin(plain("N" + name + "Nx"));
        assertEquals(name, ((Credentials.Password) users.last).user());
        users.last = null;
        assertEquals(
                Failure.REFUSED, Exchange.failure(begin(SaslMechanism.PLAIN).begin(plain("N" + name + "aNx"))));
        assertNull(users.last);
    }

    @Test
    void octetsThatAreNoUtf8AreMalformed() {
        String message = Base64.getEncoder().encodeToString(new byte[] {0, 'u', 0, (byte) 0xff});
        assertEquals(
                Failure.MALFORMED, Exchange.failure(begin(SaslMechanism.PLAIN).line(message)));
        assertEquals(
                Failure.MALFORMED, Exchange.failure(begin(SaslMechanism.LOGIN).line("/w==")));
        assertEquals(
                Failure.MALFORMED,
                Exchange.failure(begin(SaslMechanism.SCRAM_SHA_256).line("/w==")));
        assertEquals(
                Failure.MALFORMED, Exchange.failure(begin(SaslMechanism.XOAUTH2).line("/w==")));
    }

    @Test
    void loginAsksForNameAndPassword() {
        Exchange login = begin(SaslMechanism.LOGIN);
        assertEquals("Username:", Exchange.challenge(login.begin(null)));
        assertEquals("Password:", Exchange.challenge(login.answer("user")));
        assertEquals("user", Exchange.identity(login.answer("pencil")));
    }

    @Test
    void loginTakesTheNameAsInitialResponse() {
        Exchange login = begin(SaslMechanism.LOGIN);
        assertEquals("Password:", Exchange.challenge(login.begin("user")));
        assertEquals(Failure.REFUSED, Exchange.failure(login.answer("wrong")));
    }

    @Test
    void loginWithoutNameOrPasswordIsMalformed() {
        assertEquals(
                Failure.MALFORMED, Exchange.failure(begin(SaslMechanism.LOGIN).begin("")));
        Exchange login = begin(SaslMechanism.LOGIN);
        login.begin("user");
        assertEquals(Failure.MALFORMED, Exchange.failure(login.answer("")));
    }

    @Test
    void thePasswordIsWipedAndNeverPrinted() {
        begin(SaslMechanism.PLAIN).begin(plain("NuserNpencil"));
        Credentials.Password password = (Credentials.Password) users.last;
        assertArrayEquals(new char[6], password.secret());
        assertEquals("Password", password.toString());
        assertFalse(new Credentials.BearerToken("user", "secret").toString().contains("secret"));
    }

    @Test
    void anUnavailableOrFailingAuthenticatorIsATemporaryFailure() {
        users.unavailable = true;
        for (SaslMechanism mechanism : SaslMechanism.values()) {
            ChannelBindings bindings = ChannelBindings.NONE;
            String first = switch (mechanism) {
                case PLAIN -> plain("NuserNpencil");
                case LOGIN -> "user";
                case SCRAM_SHA_256 -> "n,,n=user,r=abc";
                case SCRAM_SHA_256_PLUS -> null;
                case OAUTHBEARER -> "n,,\u0001auth=Bearer x\u0001\u0001";
                case XOAUTH2 -> "user=u\u0001auth=Bearer x\u0001\u0001";
            };
            if (first == null) {
                continue;
            }
            Exchange exchange = new Exchange(new SaslMechanisms(users).begin(mechanism, bindings));
            SaslStep step = exchange.begin(first);
            assertEquals(
                    Failure.UNAVAILABLE,
                    Exchange.failure(mechanism == SaslMechanism.LOGIN ? exchange.answer("pencil") : step));
        }
    }

    @Test
    @Rfc("4954#4d")
    void anAsteriskGivesUp() {
        Exchange login = begin(SaslMechanism.LOGIN);
        login.begin(null);
        assertEquals(Failure.CANCELLED, Exchange.failure(login.line("*")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "a", "ab=", "abc", "ab==cd==", "Zh==", "a b=", "ab-_", "abcd=", " ", "**"})
    @Rfc("4954#4e")
    void whatIsNotBase64IsRefused(String line) {
        Exchange plain = begin(SaslMechanism.PLAIN);
        plain.begin(null);
        assertEquals(Failure.NOT_BASE64, Exchange.failure(plain.line(line)));
    }

    @Test
    @Rfc("4954#4b")
    void aLineIsBounded() {
        Exchange plain = begin(SaslMechanism.PLAIN);
        plain.begin(null);
        assertEquals(Failure.NOT_BASE64, Exchange.failure(plain.line("A".repeat(SaslDialogue.MAX_LINE + 4))));
    }

    @Test
    void mechanismsAreNamedInAnyCase() {
        assertEquals(SaslMechanism.SCRAM_SHA_256, SaslMechanism.named("scram-sha-256"));
        assertNull(SaslMechanism.named("CRAM-MD5"));
        assertNull(SaslMechanism.named(""));
    }
}
