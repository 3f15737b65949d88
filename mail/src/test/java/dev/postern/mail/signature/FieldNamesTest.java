package dev.postern.mail.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldNamesTest {
    private static String lowerCase(String name) {
        byte[] octets = ("(" + name + ")").getBytes(StandardCharsets.ISO_8859_1);
        return FieldNames.lowerCase(octets, 1, octets.length - 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From",
                "TO",
                "Content-Type",
                "Content-Description",
                "Content-Disposition",
                "DKIM-Signature",
                "ARC-Authentication-Results",
                "X-Priority"
            })
    void aKnownNameIsTheSameEachTime(String name) {
        assertEquals(name.toLowerCase(Locale.ROOT), lowerCase(name));
        assertSame(lowerCase(name), lowerCase(name));
    }

    @ParameterizedTest
    @CsvSource({"X-Own, x-own", "FRAM, fram", "Fro, fro", "Fr\u00d6m, fr\u00d6m", "F@om, f@om", "From[, from["})
    void othersAreMade(String name, String expected) {
        assertEquals(expected, lowerCase(name));
        assertNotSame(lowerCase(name), lowerCase(name));
    }

    @Test
    void nothingStaysNothing() {
        assertEquals("", lowerCase(""));
    }

    @Test
    void noneOfThemHidesAnother() {
        FieldNames.COMMON.forEach(name -> assertSame(name, lowerCase(name)));
    }
}
