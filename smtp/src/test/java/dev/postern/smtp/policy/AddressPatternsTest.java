package dev.postern.smtp.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPatternsTest {
    private static boolean matches(String pattern, String address) {
        return AddressPatterns.parse(List.of(pattern), true).match(Address.parse(address));
    }

    @ParameterizedTest
    @CsvSource({
        "bob@example.org, Bob@Example.ORG, true",
        "bob@example.org, bob+lists@example.org, true",
        "bob@example.org, bobby@example.org, false",
        "bob@example.org, +bob@example.org, false",
        "bob@[IPv6:AB::1], bob@[ipv6:ab::1], true",
        "*@example.org, anybody@example.org, true",
        "*@example.org, anybody@sub.example.org, false",
        "*@example.org, anybody@example.org.evil.net, false",
        "*@*.example.org, anybody@sub.example.org, true",
        "*@*.example.org, anybody@evil.net, false",
        "user+*@example.org, user+tag@example.org, true",
        "user+*@example.org, user@example.org, false",
        "bounces+*=*@example.org, bounces+bob=example.net@example.org, true",
        "bounces+*=*@example.org, bounces+bob@example.org, false",
        "a.b*@example.org, aXb@example.org, false",
        "/order-[0-9]+@example\\.org/, ORDER-17@example.org, true",
        "/order-[0-9]+@example\\.org/, order-17@example.org.net, false",
        "*@bücher.example, bob@xn--bcher-kva.example, true"
    })
    void aPatternStandsForItsForm(String pattern, String address, boolean match) {
        assertEquals(match, matches(pattern, address));
    }

    @Test
    void tagsCanBeSwitchedOff() {
        assertFalse(AddressPatterns.parse(List.of("bob@example.org"), false).match(Address.parse("bob+x@example.org")));
    }

    @Test
    void aQuotedLocalPartIsNotTakenForAnotherDomain() {
        assertFalse(matches("*@example.org", "\"x@example.org\"@evil.net"));
        assertTrue(matches("*@evil.net", "\"x@example.org\"@evil.net"));
    }

    @Test
    void noAddressIsCostly() {
        AddressPatterns patterns =
                AddressPatterns.parse(List.of("/(a*)*(a|aa)+b@example\\.org/", "*a*a*a*a*b@example.org"), true);
        Address hostile = Address.parse("a".repeat(64) + "@example.org");
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (int i = 0; i < 1_000; i++) {
                assertFalse(patterns.match(hostile));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bob", "@example.org", "bob@", "*@", "*", "/(/", "bob@exa mple.org", "*@exa_mple.org"})
    void whatIsNoPatternIsRefused(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> AddressPatterns.parse(List.of(text), true))
                .getMessage();
        assertTrue(message.startsWith(text + " is not a pattern"), message);
    }
}
