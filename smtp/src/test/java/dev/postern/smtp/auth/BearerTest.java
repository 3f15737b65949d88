package dev.postern.smtp.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.postern.smtp.auth.SaslStep.Failure;
import dev.postern.smtp.sasl.ChannelBindings;
import dev.postern.testkit.Rfc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OAUTHBEARER and XOAUTH2; in the tables A stands for Control-A. */
class BearerTest {
    private final OneUser users = new OneUser(new byte[16]);

    private Exchange begin(SaslMechanism mechanism) {
        return new Exchange(new SaslMechanisms(users).begin(mechanism, ChannelBindings.NONE));
    }

    private static String message(String text) {
        return text.replace('A', '\u0001').replace("TOKEN", OneUser.TOKEN);
    }

    // RFC 7628 §4.2
    @Test
    @Rfc("7628#3.1")
    void takesTheExampleOfTheStandard() {
        String first = message("n,a=user@example.com,Ahost=server.example.comAport=587Aauth=Bearer TOKENAA");
        assertEquals("user", Exchange.identity(begin(SaslMechanism.OAUTHBEARER).begin(first)));
        assertEquals("user@example.com", ((Credentials.BearerToken) users.last).user());
        Exchange asked = begin(SaslMechanism.OAUTHBEARER);
        assertEquals("", Exchange.challenge(asked.begin(null)));
        assertEquals("user", Exchange.identity(asked.answer(message("n,,Aauth=bearer  TOKENAA"))));
        assertNull(((Credentials.BearerToken) users.last).user());
    }

    @Test
    void takesXoauth2() {
        String first = message("user=user@example.comAauth=Bearer TOKENAA");
        assertEquals("user", Exchange.identity(begin(SaslMechanism.XOAUTH2).begin(first)));
        assertEquals("user@example.com", ((Credentials.BearerToken) users.last).user());
    }

    @Test
    @Rfc("7628#3.2.2")
    void saysWhyATokenIsRefusedThenFailsWhateverFollows() {
        Exchange exchange = begin(SaslMechanism.OAUTHBEARER);
        SaslStep step = exchange.begin(message("n,,Aauth=Bearer wrongAA"));
        assertEquals("{\"status\":\"invalid_token\",\"schemes\":\"bearer\"}", Exchange.challenge(step));
        assertEquals(Failure.REFUSED, Exchange.failure(exchange.answer("\u0001")));
        exchange = begin(SaslMechanism.XOAUTH2);
        exchange.begin(message("user=uAauth=Bearer wrongAA"));
        assertEquals(Failure.REFUSED, Exchange.failure(exchange.answer("")));
        exchange = begin(SaslMechanism.OAUTHBEARER);
        exchange.begin(message("n,,Aauth=Bearer wrongAA"));
        assertEquals(Failure.REFUSED, Exchange.failure(exchange.answer(message("n,,Aauth=Bearer TOKENAA"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n,,",
                "n,,A",
                "n,,AA",
                "n,,Aauth=Bearer TOKEN",
                "n,,Aauth=Bearer TOKENA",
                "n,,Aauth=Bearer TOKENAAA",
                "n,,Aauth=Bearer TOKENAAx=yA",
                "n,,auth=Bearer TOKENAA",
                "n,,Aauth=Basic TOKENAA",
                "n,,Aauth=BearerAA",
                "n,,Aauth=Bearer AA",
                "n,,Aauth=Bearer to kenAA",
                "n,,Aauth=Bearer t\u00f6kenAA",
                "n,,Aauth=Bearer TOKENAauth=Bearer TOKENAA",
                "n,,AauthAA",
                "n,,A=xAauth=Bearer TOKENAA",
                "n,,Ap1=xAauth=Bearer TOKENAA",
                "n,a=,Aauth=Bearer TOKENAA",
                "p=tls-server-end-point,,Aauth=Bearer TOKENAA",
                "user=uAauth=Bearer TOKENAA"
            })
    @Rfc("7628#3.1")
    void refusesAMalformedOauthBearer(String text) {
        assertEquals(
                Failure.MALFORMED,
                Exchange.failure(begin(SaslMechanism.OAUTHBEARER).begin(message(text))));
        assertNull(users.last);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "user=uAA",
                "user=Aauth=Bearer TOKENAA",
                "auth=Bearer TOKENAA",
                "auth=Bearer TOKENAuser=uAA",
                "user=uAauth=Bearer TOKENA",
                "user=uAauth=TOKENAA",
                "user=uAauth=Bearer TOKENAhost=xAA",
                "n,,Aauth=Bearer TOKENAA"
            })
    void refusesAMalformedXoauth2(String text) {
        assertEquals(
                Failure.MALFORMED, Exchange.failure(begin(SaslMechanism.XOAUTH2).begin(message(text))));
        assertNull(users.last);
    }
}
