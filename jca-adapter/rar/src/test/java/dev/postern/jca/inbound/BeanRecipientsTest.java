package dev.postern.jca.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BeanRecipientsTest {
    private static BeanRecipients recipients(String text) {
        return BeanRecipients.parse(text, true);
    }

    private static int fit(String patterns, String address) {
        return recipients(patterns).fit(Address.parse(address));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bob@example.org | Bob@EXAMPLE.org | 15",
                "bob@example.org | bob+tag@example.org | 15",
                "bob+tag@example.org | bob+tag@example.org | 19",
                "bob+tag@example.org | bob+tag+more@example.org | -1",
                "bob@example.org | bobby@example.org | -1",
                "bob+*@example.org | bob+@example.org | 16",
                "bob+{any}@example.org | bob+@example.org | -1",
                "*@example.org, bob@*.org | bob@example.org | 12",
                "*@*.example.org | bob@sub.example.org | 13",
                "*@bücher.example | bob@xn--bcher-kva.example | 22",
                "*@[192.0.2.1] | bob@[192.0.2.1] | 12",
                "'' | bob@example.org | 0"
            })
    void howSpecificAFitIs(String patterns, String address, int specificity) {
        assertEquals(specificity < 0 ? BeanRecipients.NONE : 100 * specificity, fit(patterns, address));
    }

    @Test
    void withoutTagsAnAddressStandsForItself() {
        Address tagged = Address.parse("bob+tag@example.org");
        assertEquals(
                BeanRecipients.NONE,
                BeanRecipients.parse("bob@example.org", false).fit(tagged));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bob", "@example.org", "bob@", "bob*", "a**@example.org", "bob@exa mple.org", "{a@example.org"})
    void whatIsNoPatternIsRepeated(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> recipients("ann@example.org, " + text))
                .getMessage();
        assertTrue(message.startsWith(text + " is not a pattern such as support+*@example.org: "), message);
    }

    @Test
    void whatIsNotClearIsAConflict() {
        BeanRecipients bob = recipients("bob@example.org");
        assertEquals(
                "both take mail for Bob@Example.org",
                recipients("a@*, Bob@Example.org").conflict(bob));
        assertEquals("both take mail for all recipients", recipients(" ").conflict(recipients(",")));
        assertEquals(
                "an address can fit both a*@example.org and *b@example.org, of which none is more specific",
                recipients("a*@example.org").conflict(recipients("*b@example.org")));
        assertNull(recipients("a*@example.org").conflict(recipients("b*@example.org")));
        assertNull(recipients("bo*@example.org").conflict(bob));
        assertNull(recipients("").conflict(bob));
    }
}
