package dev.postern.mail.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.postern.testkit.Rfc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What macros are filled with; the examples of RFC 7208 §7.4 among them. */
class MacroTest {
    private static final MacroValues VALUES = values("192.0.2.3");

    @ParameterizedTest
    @CsvSource({
        "%{s},        strong-bad@email.example.com",
        "%{o},        email.example.com",
        "%{d},        email.example.com",
        "%{d4},       email.example.com",
        "%{d3},       email.example.com",
        "%{d2},       example.com",
        "%{d1},       com",
        "%{dr},       com.example.email",
        "%{d2r},      example.email",
        "%{D2R},      example.email",
        "%{l},        strong-bad",
        "%{l-},       strong.bad",
        "%{lr},       strong-bad",
        "%{lr-},      bad.strong",
        "%{l1r-},     strong",
        "%{d999999999999}, email.example.com",
        "%{i},        192.0.2.3",
        "%{v},        in-addr",
        "%{h},        mx.example.net",
        "%{p},        host.example.net",
        "%{c},        192.0.2.3",
        "%{r},        mx.receiver.example",
        "%{t},        1700000000",
        "a%%b%_c%-d,  a%b c%20d",
        "%{S},        strong-bad%40email.example.com",
        "%{d.-},      email.example.com",
    })
    @Rfc({"7208#7.1b", "7208#7.2", "7208#7.3"})
    void fillsEachLetter(String macro, String filled) {
        assertEquals(filled, MacroParser.explanation(macro).text(VALUES, 1_000));
    }

    @ParameterizedTest
    @CsvSource({
        "%{ir}.%{v}._spf.%{d2},                  3.2.0.192.in-addr._spf.example.com",
        "%{lr-}.lp._spf.%{d2},                   bad.strong.lp._spf.example.com",
        "%{lr-}.lp.%{ir}.%{v}._spf.%{d2},        bad.strong.lp.3.2.0.192.in-addr._spf.example.com",
        "%{ir}.%{v}.%{l1r-}.lp._spf.%{d2},       3.2.0.192.in-addr.strong.lp._spf.example.com",
        "%{d2}.Trusted-Domains.example.NET.,     example.com.trusted-domains.example.net",
    })
    @Rfc("7208#7.4")
    void makesNames(String macro, String name) {
        assertEquals(name, MacroParser.domain(macro).name(VALUES));
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8::cb01,         2001:db8::cb01",
        "2001:0:0:1:0:0:0:1,     2001:0:0:1::1",
        "2001:db8:0:1:1:1:1:1,   2001:db8:0:1:1:1:1:1",
        "2001:db8:0:0:1:0:0:1,   2001:db8::1:0:0:1",
        "::,                     ::",
        "::1,                    ::1",
        "1::,                    1::",
    })
    void writesAddressesForPeople(String address, String readable) {
        assertEquals(readable, MacroParser.explanation("%{c}").text(values(address), 100));
    }

    @Test
    @Rfc("7208#7.3b")
    void writesTheDigitsOfAnIpv6Address() {
        assertEquals(
                "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com",
                MacroParser.domain("%{ir}.%{v}._spf.%{d2}").name(values("2001:db8::cb01")));
    }

    @Test
    @Rfc("7208#7.3c")
    void dropsLabelsOnTheLeftOfWhatIsTooLong() {
        String name = MacroParser.domain("%{d}.".repeat(20) + "example.net").name(VALUES);
        assertEquals("com." + "email.example.com.".repeat(13) + "example.net", name);
    }

    @Test
    void makesNoNameOfOneLabelThatIsTooLong() {
        assertEquals("", MacroParser.domain("%{l}".repeat(60)).name(VALUES));
    }

    @Test
    void isNothingWhereTheTextIsLongerThanAllowed() {
        assertNull(MacroParser.explanation("%{l}%{l}").text(VALUES, 19));
        assertEquals("strong-badstrong-bad", MacroParser.explanation("%{l}%{l}").text(VALUES, 20));
    }

    @Test
    @Rfc("7208#6.2b")
    void explanationsMayHoldMoreLetters() {
        assertEquals(
                "Mail of strong-bad@email.example.com comes from 192.0.2.3, says mx.receiver.example at 1700000000",
                MacroParser.explanation("Mail of %{s} comes from %{c}, says %{r} at %{t}")
                        .text(VALUES, 1_000));
    }

    private static MacroValues values(String client) {
        return new MacroValues(
                "strong-bad",
                "email.example.com",
                "email.example.com",
                new ClientAddress(Checks.address(client)),
                "mx.example.net",
                "host.example.net",
                "mx.receiver.example",
                Checks.CLOCK.instant());
    }
}
