package dev.postern.mail.auth.field;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.HeaderEdit;
import dev.postern.testkit.Rfc;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultsFieldTest {
    private static final ResultsField SPF = new ResultsField(
            "example.com", List.of(MethodResult.of("spf", "pass").with("smtp", "mailfrom", "example.net")));

    @Test
    @Rfc("8601#2.2")
    void readsWhatStandsInTheRfc() {
        assertEquals(new ResultsField("example.org", List.of()), ResultsField.parse(" example.org 1; none"));
        assertEquals(SPF, ResultsField.parse(" example.com;\r\n    spf=pass smtp.mailfrom=example.net"));
        assertEquals(
                new ResultsField(
                        "example.com",
                        List.of(
                                MethodResult.of("dkim", "pass")
                                        .because("good signature")
                                        .with("header", "i", "@mail-router.example.net"),
                                MethodResult.of("dkim", "fail")
                                        .because("bad signature")
                                        .with("header", "i", "@newyork.example.com"))),
                ResultsField.parse(" example.com;\r\n dkim=pass reason=\"good signature\"\r\n"
                        + "  header.i=@mail-router.example.net;\r\n"
                        + " dkim=fail reason=\"bad signature\"\r\n  header.i=@newyork.example.com"));
    }

    @Test
    @Rfc("8601#2.2b")
    void readsCommentsAndWhiteSpaceAnywhere() {
        assertEquals(
                SPF,
                ResultsField.parse("(a (nested \\) one)) example.com (v) 1 (c);SPF(c) /(c)1 (c)=(c) Pass (as (far))"
                        + "\r\n\tSMTP (c).(c) MailFrom (c)=(c)\r\n example.net (end)"));
    }

    @Test
    void readsWhatProgramsWriteBesides() {
        assertEquals(
                new ResultsField(
                        "mx.example.com",
                        List.of(
                                MethodResult.of("dkim", "pass").with("header", "b", "aB+/c1=="),
                                MethodResult.of("dmarc", "pass").with("header", "from", "example.net"),
                                MethodResult.of("spf", "none").with("smtp", "mailfrom", ""))),
                ResultsField.parse("mx.example.com; dkim=pass header.b=aB+/c1==;"
                        + " dmarc=pass action=none header.from=example.net; spf=none smtp.mailfrom=;"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "; none",
                "\"\"; none",
                "example.com none",
                "example.com 2; none",
                "example.com; spf",
                "example.com; spf=",
                "example.com; spf/2=pass",
                "example.com; spf=pass smtp",
                "example.com; spf=pass smtp.mailfrom",
                "example.com; spf=pass smtp.mailfrom=\"open",
                "example.com; spf=pass smtp.=x",
                "example.com; spf=pass (open",
                "example.com; sp\u00e4=pass",
                "example\u00e4.com; none",
                "example.com; spf=pass \\"
            })
    void refusesOthers(String value) {
        assertThrows(MalformedResultsException.class, () -> ResultsField.parse(value));
    }

    @Test
    void readsNoGiants() {
        String comments = "(".repeat(8_000) + ")".repeat(8_000);
        assertEquals("x", ResultsField.parse(comments + "x").authservId());
        assertThrows(MalformedResultsException.class, () -> ResultsField.parse(comments + "x".repeat(400)));
    }

    @Test
    @Rfc("8601#2.2c")
    void writesAResultALine() {
        ResultsField field = new ResultsField(
                "mx.example.org",
                List.of(
                        MethodResult.of("auth", "pass").with("smtp", "auth", "ann@example.org"),
                        MethodResult.of("spf", "fail")
                                .because("no \"good\" reason")
                                .with("smtp", "helo", "a-host.with.a.long.name.example.net")));
        assertEquals(
                " mx.example.org;\r\n\tauth=pass smtp.auth=ann@example.org;\r\n"
                        + "\tspf=fail reason=\"no \\\"good\\\" reason\"\r\n\tsmtp.helo=a-host.with.a.long.name.example.net",
                field.value());
        assertEquals(field, ResultsField.parse(field.value()));
    }

    @Test
    @Rfc("8601#2.2d")
    void saysWhereNothingWasTried() {
        assertEquals(" mx.example.org; none", new ResultsField("mx.example.org", List.of()).value());
    }

    @Test
    void cannotBeMadeToSayMore() {
        String hostile = "x; dkim=pass\r\nX-Evil: (\"\\\u0000\u0085\ud800" + "y".repeat(5_000);
        ResultsField field = new ResultsField(
                "mx.example.org",
                Collections.nCopies(
                        3, MethodResult.of("spf", "fail").because(hostile).with("smtp", "mailfrom", hostile)));
        String value = field.value();
        assertDoesNotThrow(() -> new HeaderEdit.Insert(0, ResultsField.NAME, value));
        for (String line : value.split("\r\n", -1)) {
            assertTrue(line.length() <= 998, line); // RFC 5322 §2.1.1
        }
        ResultsField read = ResultsField.parse(value);
        assertEquals(3, read.results().size());
        String expected = ("x; dkim=pass??X-Evil: (\"\\???" + "y".repeat(5_000)).substring(0, 255);
        for (MethodResult result : read.results()) {
            assertEquals(MethodResult.of("spf", "fail").because(expected).with("smtp", "mailfrom", expected), result);
        }
    }

    @Test
    @Rfc("8616#6")
    void takesOtherScriptsAsUtf8() {
        ResultsField field = new ResultsField(
                "m\u00fcnchen.example",
                List.of(MethodResult.of("auth", "pass").with("smtp", "auth", "J\u00fcrgen\ud83d\ude00")));
        String utf8 = new String("\"J\u00fcrgen\ud83d\ude00\"".getBytes(UTF_8), ISO_8859_1);
        assertEquals(" xn--mnchen-3ya.example;\r\n\tauth=pass smtp.auth=" + utf8, field.value());
        assertEquals(field.results(), ResultsField.parse(field.value()).results());
        assertEquals(" xn--mnchen-3ya.example;\r\n\tauth=pass", field.ascii().value());
    }

    @Test
    void leavesNoAddressBareButAsAProperty() {
        ResultsField field = new ResultsField(
                "a@b", List.of(MethodResult.of("x", "y").because("a@b").with("smtp", "auth", "a@b")));
        assertEquals(" \"a@b\";\r\n\tx=y reason=\"a@b\" smtp.auth=a@b", field.value());
        assertEquals(field, ResultsField.parse(field.value()));
    }

    @Test
    void cutsNoLetterInTwo() {
        ResultsField field =
                new ResultsField("x", List.of(MethodResult.of("a", "b").because("y".repeat(254) + "\ud83d\ude00")));
        assertEquals(
                "y".repeat(254),
                ResultsField.parse(field.value()).results().get(0).reason());
    }

    @Test
    void takesNamesThatAreKeywordsOnly() {
        assertThrows(IllegalArgumentException.class, () -> MethodResult.of("spf=pass; dkim", "pass"));
        assertThrows(IllegalArgumentException.class, () -> MethodResult.of("spf", "Pass"));
        assertThrows(IllegalArgumentException.class, () -> new Property("smtp", "", "x"));
        assertThrows(IllegalArgumentException.class, () -> new ResultsField("", List.of()));
    }
}
