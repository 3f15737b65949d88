package dev.postern.jca.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailPatternTest {
    @ParameterizedTest
    @CsvSource({
        "support+{ticket}@*, support+42@example.org, {ticket=42}",
        "support+{ticket}@*, SUPPORT+aB@EXAMPLE.org, {ticket=aB}",
        "support+{ticket}@*, support+@example.org,",
        "support+{ticket}@*, support@example.org,",
        "support+{ticket}@*, xsupport+1@example.org,",
        "{a}+{b}@{c}.org, x+y+z@d.e.org, '{a=x, b=y+z, c=d.e}'",
        "*@example.org, bob@example.org, {}",
        "*@example.org, bob@example.org.evil.example,",
        "*@*, \"a@b\"@example.org,", // who quotes an at sign is none of ours
        "a.b@*, axb@example.org,",
    })
    void addresses(String pattern, String text, String found) throws BindingException {
        Map<String, String> match = MailPattern.parse(pattern, true).match(text);
        assertEquals(found, match == null ? null : new TreeMap<>(match).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "*[#{id}]*, Re: [#42] Hello, {id=42}",
        "*[#{id}]*, [#] Hello,",
        "*, '', {}",
        "{x}, '',",
        "order {x} of {y}, Order 1 of 2 of 3, '{x=1, y=2 of 3}'",
        "(.+), abc,",
        "\\Q*, \\Qx, {}",
        "*@*, a@b@c, {}",
    })
    void subjects(String pattern, String text, String found) throws BindingException {
        Map<String, String> match = MailPattern.parse(pattern, false).match(text);
        assertEquals(found, match == null ? null : new TreeMap<>(match).toString());
    }

    @Test
    void numbersAreDigits() throws BindingException {
        MailPattern pattern = MailPattern.parse("t{n}", false).withNumbers(Set.of("n"));
        assertEquals(Map.of("n", "0042"), pattern.match("T0042"));
        assertNull(pattern.match("t4x"));
        assertNull(pattern.match("t-4"));
        assertNull(pattern.match("t\u0664"));
        assertNull(pattern.match("t" + "1".repeat(20)));
    }

    @ParameterizedTest
    @CsvSource({
        "'', it is empty",
        "a{b, a placeholder is a name in braces",
        "a{}b, a placeholder is a name in braces",
        "a{1}, a placeholder is a name in braces",
        "a{b c}, a placeholder is a name in braces",
        "a}b, a } has no { before it",
        "{a}{b}, what stands for anything stands beside the like",
        "**, what stands for anything stands beside the like",
        "{a} {a}, {a} stands in it twice",
    })
    void whatIsNoPattern(String pattern, String told) {
        String message = assertThrows(BindingException.class, () -> MailPattern.parse(pattern, false))
                .getMessage();
        assertTrue(message.startsWith(told), message);
    }

    @Test
    void anAddressHasAnAt() {
        assertThrows(BindingException.class, () -> MailPattern.parse("support", true));
    }

    @ParameterizedTest
    @CsvSource({
        "a@x, A@X, true",
        "a@x, b@x, false",
        "a*@x, *b@x, true",
        "a*c@x, ab@x, false",
        "{t}@x, @x, false",
        "*@x, @x, true",
        "a{t}@*, a@x, false",
        "a{t}@*, ab@x, true",
        "*@x, a@*.x, false",
        "sup+{t}@x, {n}+1@x, true",
    })
    void patternsOverlapWhereATextFitsBoth(String one, String other, boolean overlaps) throws BindingException {
        MailPattern first = MailPattern.parse(one, true);
        MailPattern second = MailPattern.parse(other, true);
        assertEquals(overlaps, first.overlaps(second));
        assertEquals(overlaps, second.overlaps(first));
    }

    @Test
    void aNumberOverlapsWithDigitsAlone() throws BindingException {
        MailPattern number = MailPattern.parse("t{n}", false).withNumbers(Set.of("n"));
        assertTrue(number.overlaps(MailPattern.parse("t4*", false)));
        assertEquals(false, number.overlaps(MailPattern.parse("tx{y}", false)));
        assertTrue(number.overlaps(MailPattern.parse("{x}7", false).withNumbers(Set.of("x"))) == false);
    }

    @Test
    @Timeout(30)
    void hostileTextsTakeTimeByTheirLength() throws BindingException {
        MailPattern pattern = MailPattern.parse("*a{b}a{c}a{d}a{e}a*x", false);
        assertNull(pattern.match("a".repeat(2_000)));
    }
}
