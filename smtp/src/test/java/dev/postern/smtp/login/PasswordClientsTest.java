package dev.postern.smtp.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.smtp.sasl.ChannelBindings;
import dev.postern.testkit.Rfc;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class PasswordClientsTest {
    private static final LoginChannel CHANNEL =
            new LoginChannel(true, true, ChannelBindings.NONE, "mx.example.org", 587);

    private static ClientExchange begin(LoginMechanism mechanism, String user, String password)
            throws BrokenExchangeException {
        return new PasswordProof(user, password).begin(mechanism, EnumSet.of(mechanism), CHANNEL);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    @Rfc("2195#2")
    void cramMd5SpeaksAsTheExampleOfTheStandard() throws Exception {
        ClientExchange cram = begin(LoginMechanism.CRAM_MD5, "tim", "tanstaaftanstaaf");
        assertNull(cram.initialResponse());
        assertEquals(
                "tim b913a602c7eda7a495b4e6e7334d3890",
                text(cram.answer(octets("<1896.697170952@postoffice.reston.mci.net>"))));
        cram.succeeded();
        assertThrows(BrokenExchangeException.class, () -> cram.answer(octets("<2@postoffice.reston.mci.net>")));
    }

    @Test
    @Rfc("2195#2")
    void cramMd5NeedsAChallengeAndAPassword() throws Exception {
        ClientExchange cram = begin(LoginMechanism.CRAM_MD5, "tim", "secret");
        assertThrows(BrokenExchangeException.class, cram::succeeded);
        assertThrows(BrokenExchangeException.class, () -> cram.answer(new byte[0]));
        assertThrows(BrokenExchangeException.class, () -> begin(LoginMechanism.CRAM_MD5, "tim", ""));
    }

    @Test
    @Rfc("4616#2")
    void plainSaysAllAtOnce() throws Exception {
        ClientExchange plain = begin(LoginMechanism.PLAIN, "süsan", "sécret");
        assertEquals("\0süsan\0sécret", text(plain.initialResponse()));
        plain.succeeded();
        assertThrows(BrokenExchangeException.class, () -> plain.answer(octets("more")));
        assertThrows(BrokenExchangeException.class, () -> begin(LoginMechanism.PLAIN, "su\0san", "secret"));
        assertThrows(BrokenExchangeException.class, () -> begin(LoginMechanism.PLAIN, "susan", "sec\0ret"));
    }

    @Test
    void loginAnswersTwoChallengesWhateverTheySay() throws Exception {
        ClientExchange login = begin(LoginMechanism.LOGIN, "susan", "secret");
        assertNull(login.initialResponse());
        assertEquals("susan", text(login.answer(octets("User Name\0"))));
        assertEquals("secret", text(login.answer(octets("Password\0"))));
        login.succeeded();
        assertThrows(BrokenExchangeException.class, () -> login.answer(octets("Password:")));
    }

    @Test
    void aPasswordIsNoToken() {
        assertThrows(IllegalArgumentException.class, () -> begin(LoginMechanism.XOAUTH2, "susan", "secret"));
    }
}
