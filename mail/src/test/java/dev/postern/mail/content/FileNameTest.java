package dev.postern.mail.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.Rfc;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNameTest {
    @ParameterizedTest
    @Rfc("2183#2.3")
    @CsvSource({
        "report.pdf, report.pdf",
        "Größe 2.txt, Größe 2.txt",
        "報告書.docx, 報告書.docx",
        "/etc/passwd, passwd",
        "..\\..\\boot.ini, boot.ini",
        "C:\\temp\\x.exe, x.exe",
        "a∕b／c.txt, c.txt",
        ".., none",
        "'. . .', none",
        "/, none",
        "'', none",
        ".htaccess, htaccess",
        "'x.txt. . ', x.txt",
        "photo\u202Egpj.exe, photogpj.exe",
        "\u2066a\u2069\u200Bb\uFEFF.txt, ab.txt",
        "a\u0000b\u0007.txt, ab.txt",
        "'a\r\nb.txt', a b.txt",
        "invoice.pdf\u00a0\u2003\u3164        .exe, invoice.pdf .exe",
        "'<a>:\"b\"|?*.txt', _a___b____.txt",
        "CON, _CON",
        "nul.txt, _nul.txt",
        "com1 .txt, _com1 .txt",
        "console.txt, console.txt",
        "A\u030A.txt, \u00C5.txt",
        "\uD800x, x",
    })
    void safeNames(String name, String safe) {
        assertEquals(safe, FileName.safe(name, "none"));
    }

    @Test
    void longNamesKeepTheirExtension() {
        String safe = FileName.safe("ü".repeat(400) + ".pdf", "none");
        assertEquals("ü".repeat(125) + ".pdf", safe);
        String deep = FileName.safe("x/".repeat(1_000_000) + "a.txt", "none");
        assertEquals("a.txt", deep);
        String longExtension = FileName.safe("a." + "x".repeat(300), "none");
        assertEquals(255, longExtension.getBytes(StandardCharsets.UTF_8).length);
        assertTrue(longExtension.startsWith("a.x"), longExtension);
    }
}
