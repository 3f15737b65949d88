package dev.postern.mail.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.testkit.Rfc;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SignedTextTest {
    @Test
    @Rfc({"6376#3.4.1", "6376#3.4.5"})
    void simpleChangesNothing() {
        assertEquals("A: X", canonical("A: X\r\n", Canonicalization.SIMPLE));
        assertEquals("B : Y\t\r\n\tZ  ", canonical("B : Y\t\r\n\tZ  \r\n", Canonicalization.SIMPLE));
    }

    @Test
    @Rfc({"6376#3.4.2", "6376#3.4.5"})
    void relaxedForgivesWhiteSpaceFoldingAndCase() {
        assertEquals("a:X", canonical("A: X\r\n", Canonicalization.RELAXED));
        assertEquals("b:Y Z", canonical("B : Y\t\r\n\tZ  \r\n", Canonicalization.RELAXED));
        assertEquals("subject:", canonical("SUBJect: \r\n \r\n", Canonicalization.RELAXED));
        assertEquals("subject:a\rb", canonical("Subject: \r\n\t a\rb", Canonicalization.RELAXED));
    }

    private static String canonical(String text, Canonicalization form) {
        String name = text.substring(0, text.indexOf(':')).stripTrailing();
        ByteBuffer canonical =
                new SignedText().last(HeaderField.of(name, text), form).view();
        return StandardCharsets.ISO_8859_1.decode(canonical).toString();
    }
}
