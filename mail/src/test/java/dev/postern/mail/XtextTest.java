package dev.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.testkit.Rfc;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XtextTest {
    @ParameterizedTest
    @CsvSource({
        "plain@example.net, plain@example.net",
        "a+b=c, a+2Bb+3Dc",
        "two words, two+20words",
        "grüße, gr+C3+BC+C3+9Fe",
    })
    @Rfc("3461#4")
    void carriesWhatAParameterMayNotHold(String text, String encoded) {
        assertEquals(encoded, Xtext.encode(text));
        assertEquals(text, Xtext.decode(encoded));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "+2", "+2b", "+zz", "a=b", "two words", "gr\u00fc\u00dfe", "+FF", "a+0D+0Ab", "+00"})
    @Rfc("3461#4")
    void refusesWhatIsNoneOrCouldEndALine(String encoded) {
        assertThrows(IllegalArgumentException.class, () -> Xtext.decode(encoded));
    }
}
