package dev.postern.smtp.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.smtp.sasl.ChannelBindings;
import dev.postern.testkit.Rfc;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OAUTHBEARER and XOAUTH2; in the expected messages A stands for Control-A. */
class BearerClientTest {
    private static final String TOKEN = "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==";

    private static ClientExchange begin(LoginMechanism mechanism, String user) throws BrokenExchangeException {
        LoginChannel channel = new LoginChannel(true, true, ChannelBindings.NONE, "server.example.com", 587);
        return new TokenProof(user, new AccessToken(TOKEN)).begin(mechanism, EnumSet.of(mechanism), channel);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8).replace('\u0001', '^');
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    // RFC 7628 §4.2
    @Test
    @Rfc("7628#3.1")
    void speaksAsTheExampleOfTheStandard() throws Exception {
        ClientExchange exchange = begin(LoginMechanism.OAUTHBEARER, "user@example.com");
        assertEquals(
                "n,a=user@example.com,^host=server.example.com^port=587^auth=Bearer " + TOKEN + "^^",
                text(exchange.initialResponse()));
        exchange.succeeded();
        assertEquals(
                "n,a=a=2Cb=3Dc,^host=server.example.com^port=587^auth=Bearer " + TOKEN + "^^",
                text(begin(LoginMechanism.OAUTHBEARER, "a,b=c").initialResponse()));
        assertEquals(
                "n,,^host=server.example.com^port=587^auth=Bearer " + TOKEN + "^^",
                text(begin(LoginMechanism.OAUTHBEARER, "").initialResponse()));
    }

    @Test
    void speaksAsGoogleDescribesIt() throws Exception {
        ClientExchange exchange = begin(LoginMechanism.XOAUTH2, "someuser@example.com");
        assertEquals("user=someuser@example.com^auth=Bearer " + TOKEN + "^^", text(exchange.initialResponse()));
        exchange.succeeded();
    }

    @ParameterizedTest
    @CsvSource({"OAUTHBEARER, ^", "XOAUTH2, ''"})
    @Rfc("7628#3.2.3")
    void takesReceiptOfARefusalAndNoSuccessBehindIt(String mechanism, String receipt) throws Exception {
        ClientExchange exchange = begin(LoginMechanism.named(mechanism), "user");
        assertNull(exchange.refusal());
        String refusal = "{\"status\":\"invalid_token\",\"scope\":\"https://mail.google.com/\",\"more\":[{}]}";
        assertEquals(receipt, text(exchange.answer(octets(refusal))));
        assertEquals("invalid_token, scope https://mail.google.com/", exchange.refusal());
        assertThrows(BrokenExchangeException.class, exchange::succeeded);
        assertThrows(BrokenExchangeException.class, () -> exchange.answer(octets(refusal)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "x",
                "{\"status\":{}}",
                "{\"status\":null}",
                "{\"status\":\"a\\nb\"}",
                "{\"scope\"",
                "{\"status\":\"\u00fc\"}"
            })
    void aRefusalThatSaysNothingIsOneAllTheSame(String challenge) throws Exception {
        ClientExchange exchange = begin(LoginMechanism.XOAUTH2, "user");
        assertEquals("", text(exchange.answer(octets(challenge))));
        String reason = exchange.refusal();
        assertFalse(reason.isEmpty() || reason.contains("\n"), reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"us\u0001er", "us\ner", "us\u0000er"})
    @Rfc("7628#3.1")
    void aNameCannotBreakOut(String user) {
        assertThrows(BrokenExchangeException.class, () -> begin(LoginMechanism.OAUTHBEARER, user));
        assertThrows(BrokenExchangeException.class, () -> begin(LoginMechanism.XOAUTH2, user));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab cd", "a\u0001b", "=", "a=b", "\u00e4", "a\n"})
    @Rfc("7628#3.1")
    void aTokenCannotBreakOut(String value) {
        IllegalArgumentException failure = assertThrows(IllegalArgumentException.class, () -> new AccessToken(value));
        assertFalse(value.length() > 1 && failure.getMessage().contains(value));
    }

    @Test
    void nothingPrintsAToken() {
        assertEquals("AccessToken", new AccessToken(TOKEN).toString());
        assertEquals("TokenProof", new TokenProof("user", new AccessToken(TOKEN)).toString());
    }
}
