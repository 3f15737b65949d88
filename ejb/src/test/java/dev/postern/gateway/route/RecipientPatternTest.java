package dev.postern.gateway.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipientPatternTest {
    private static boolean fits(String pattern, String address) {
        int at = address.lastIndexOf('@');
        return RecipientPattern.parse(pattern)
                .fits(address.substring(0, at), address.substring(at + 1).toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest
    @CsvSource({
        "bob@example.org, bob@example.org, true",
        "BOB@Example.org, bob@example.org, true",
        "bob@example.org, bobby@example.org, false",
        "bob@example.org, bob@mail.example.org, false",
        "example.org, bob@example.org, true",
        "*@example.org, bob@example.org, true",
        "*@example.org, bob@mail.example.org, false",
        "*@*.example.org, bob@mail.example.org, true",
        "*@*.example.org, bob@a.b.example.org, true",
        "*@*.example.org, bob@example.org, false",
        "*@*.example.org, bob@evilexample.org, false",
        "postmaster@*, postmaster@example.org, true",
        "postmaster@*, bob@example.org, false",
        "*, bob@example.org, true",
        "bounces-*@example.org, bounces-1@example.org, true",
        "bounces-*@example.org, bounces-@example.org, true",
        "bounces-*@example.org, bounces@example.org, false",
        "a*a@example.org, a@example.org, false",
        "a*a@example.org, aa@example.org, true",
        "a*b*c@example.org, a1b2b3c@example.org, true",
        "a*b*c@example.org, acb@example.org, false",
        "*-b-*@example.org, a-b-c@example.org, true",
        "*-b-*@example.org, -b@example.org, false",
        "*=*@example.org, bob=example.net@example.org, true",
        "*@b\u00fccher.example, bob@xn--bcher-kva.example, true"
    })
    void fitsWhatItSays(String pattern, String address, boolean fits) {
        assertEquals(fits, fits(pattern, address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@example.org",
                "bob@",
                "bob@exam ple",
                "bob@*example.org",
                "bob@*.*",
                "a b@example.org",
                "**",
                "a*b*c*d*e*f@example.org"
            })
    void anythingElseIsNone(String pattern) {
        assertThrows(IllegalArgumentException.class, () -> RecipientPattern.parse(pattern));
    }

    @ParameterizedTest
    @CsvSource({"bob@example.org, bob@example.org", "*@example.org, @example.org", "example.org, @example.org"})
    void whatIsCommonIsFoundByAKey(String pattern, String key) {
        assertEquals(key, RecipientPattern.parse(pattern).key());
    }
}
