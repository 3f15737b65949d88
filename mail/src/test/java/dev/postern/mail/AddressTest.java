package dev.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.Rfc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "susan@example.org",
                "first.last+tag@mail.example.org",
                "o'brien!#$%&*/=?^_`{|}~-@example.org",
                "\"two words\"@example.org",
                "\"a@b\"@example.org",
                "\"esc\\\"aped\\\\\"@example.org",
                "\"\"@example.org",
                "printer@[192.0.2.1]",
                "printer@[IPv6:2001:db8::1]",
                "root@localhost"
            })
    @Rfc({"5321#4.1.2", "5321#4.1.3", "5321#2.3.11"})
    void readsWhatTheGrammarAllowsAndWritesItUnchanged(String text) {
        assertEquals(text, Address.parse(text).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "susan | address without a domain",
                "@example.org | empty local part",
                "susan@ | empty domain",
                ".susan@example.org | empty atom",
                "su..san@example.org | empty atom",
                "susan.@example.org | ends with a dot",
                "su san@example.org | needs quotes",
                "su\u00a0san@example.org | U+00A0",
                "susan\u202egro@example.org | U+202E",
                "\"su\u2028san\"@example.org | U+2028",
                "su\u0085san@example.org | U+0085",
                "su\ud800san@example.org | U+D800",
                "susan@stra\u00dfe.example | two hosts",
                "susan@b\u00fccher_.example | other than a letter",
                "\"susan@example.org | closing quote",
                "\"su\"san\"@example.org | ends before the @",
                "\"susan\\\"@example.org | closing quote",
                "susan@exa_mple.org | other than a letter",
                "susan@.example.org | empty label",
                "susan@example.org. | empty label",
                "susan@-example.org | hyphen",
                "susan@example-.org | hyphen",
                "susan@[192.0.2.1 | closing bracket",
                "susan@[] | without content",
                "susan@[1[2] | not allowed"
            })
    @Rfc("5321#4.1.2")
    void refusesAllElseWithAReason(String text, String reason) {
        MalformedAddressException refusal = assertThrows(MalformedAddressException.class, () -> Address.parse(text));
        assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\rb\"@example.org", "\"a\nb\"@example.org", "\"a\0b\"@example.org", "a\n@example.org"})
    @Rfc("5321#4.1.2")
    void refusesControlCharacters(String text) {
        assertThrows(MalformedAddressException.class, () -> Address.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "grüße@example.org, grüße@example.org, false",
        "\"двa слова\"@example.org, \"двa слова\"@example.org, false",
        "用户@example.org, 用户@example.org, false",
        "susan@bücher.example, susan@xn--bcher-kva.example, true",
        "susan@BÜCHER.example, susan@xn--bcher-kva.example, true",
        "susan@例子。example, susan@xn--fsqu00a.example, true",
    })
    @Rfc({"6531#3.3", "6531#3.2b"})
    void takesLettersOfAnyScript(String text, String written, boolean ascii) {
        Address address = Address.parse(text);
        assertEquals(written, address.toString());
        assertEquals(ascii, address.isAscii());
        assertEquals(address, Address.parse(written));
    }

    @Test
    @Rfc({"5321#4.5.3.1.1", "5321#4.5.3.1.2"})
    void holdsTheLimitsOfTheStandard() {
        String label = "d".repeat(63);
        String longest = label + '.' + label + '.' + label + '.' + label;
        assertEquals(255, longest.length());
        assertEquals(
                "l".repeat(64) + "@" + longest,
                Address.parse("l".repeat(64) + "@" + longest).toString());
        assertThrows(MalformedAddressException.class, () -> Address.parse("l".repeat(65) + "@example.org"));
        assertThrows(MalformedAddressException.class, () -> Address.parse("\u00fc".repeat(33) + "@example.org"));
        assertThrows(MalformedAddressException.class, () -> Address.parse("l@d" + longest));
        assertThrows(MalformedAddressException.class, () -> Address.parse("l@" + "d".repeat(64)));
    }

    @Test
    @Rfc("5321#2.4b")
    void localPartsDifferByCaseAndDomainsDoNot() {
        assertEquals(Address.parse("susan@example.org"), Address.parse("susan@EXAMPLE.org"));
        assertNotEquals(Address.parse("susan@example.org"), Address.parse("Susan@example.org"));
    }
}
