package dev.postern.mail.auth.field;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.HeaderChanges;
import dev.postern.mail.HeaderFields;
import dev.postern.mail.Message;
import dev.postern.testkit.Rfc;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimedResultsTest {
    private static final ClaimedResults OURS = new ClaimedResults("mx.Example.org");

    @ParameterizedTest
    @ValueSource(
            strings = {
                " mx.example.org; spf=pass",
                "MX.EXAMPLE.ORG;",
                "mx.example.org",
                "mx.example.org.; spf=pass",
                "mx.example.org 1; spf=pass",
                "\r\n\tmx.example.org\r\n\t; spf=pass",
                "(x) mx.example.org (y)(z); spf=pass",
                "(a \\) (b) c) mx.example.org; spf=pass",
                "\"mx.example.org\"; spf=pass",
                "\"mx\\.exam\\ple.org\"; spf=pass",
                "mx.example.org; this = is ( no result",
                "mx.example.org\u0000; spf=pass"
            })
    @Rfc("8601#5")
    void knowsOursInAnySpelling(String value) {
        assertTrue(OURS.isClaimed(value), value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "; spf=pass",
                "mx. example.org; spf=pass",
                "mx.(c)example.org; spf=pass",
                "mx.example.org/1; spf=pass",
                "mx.example.org spf=pass",
                "mx.example.org, spf=pass",
                "other.example mx.example.org; spf=pass",
                "=?utf-8?q?mx.example.org?=; spf=pass",
                "<mx.example.org>; spf=pass",
                "(mx.example.org; spf=pass",
                "\"mx.example.org; spf=pass",
                "(\\) mx.example.org; spf=pass",
                "mx.ex\u00e4mple.org; spf=pass",
                "other.example\u000b; spf=pass",
                "other.example\rmx.example.org; spf=pass",
                "i=1; mx.example.org; spf=pass",
                "\" mx.example.org\"; spf=pass",
                "\"mx.example.org\\\t\"; spf=pass",
                "\"mx.example.org\u001f\"; spf=pass",
                "mx\u00e2\u0080\u008d.example.org; spf=pass"
            })
    @Rfc("8601#5b")
    void takesWhatCannotBeReadForOurs(String value) {
        assertTrue(OURS.isClaimed(value), value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.example 2; spf=pass", "other.example 11; none", "other.example 1a; spf=pass"})
    @Rfc("8601#5c")
    void removesOtherVersions(String value) {
        assertTrue(OURS.isClaimed(value), value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org; spf=pass",
                "mx.example.org.evil.example; spf=pass",
                "a.mx.example.org; spf=pass",
                "other.example; x=y reason=\"mx.example.org; spf=pass\"",
                "(mx.example.org;) other.example; spf=pass",
                "other.example 1; none"
            })
    @Rfc("8601#5d")
    void leavesThoseOfOthers(String value) {
        assertFalse(OURS.isClaimed(value), value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m\u00fcnchen.example; spf=pass",
                "xn--mnchen-3ya.example; spf=pass",
                "M\u00dcNCHEN.example; spf=pass",
                "\"\uff4d\u00fcnchen\u3002example\"; spf=pass"
            })
    @Rfc("8601#5e")
    void comparesHostsAndNotSpellings(String value) {
        String octets = new String(value.getBytes(UTF_8), ISO_8859_1);
        assertTrue(new ClaimedResults("m\u00fcnchen.example").isClaimed(octets), value);
        assertTrue(new ClaimedResults("xn--mnchen-3ya.example").isClaimed(octets), value);
    }

    @Test
    void removesThemFromAHeader() throws IOException {
        String mail = """
                Authentication-Results: other.example; spf=pass\r
                authentication-RESULTS : mx.example.org;\r
                 dkim=pass\r
                From: ann@example.net\r
                Authentication-Results: (\r
                X-Authentication-Results: mx.example.org; spf=pass\r
                \r
                Authentication-Results: mx.example.org; spf=pass\r
                """;
        assertEquals("""
                Authentication-Results: other.example; spf=pass\r
                From: ann@example.net\r
                X-Authentication-Results: mx.example.org; spf=pass\r
                \r
                Authentication-Results: mx.example.org; spf=pass\r
                """, without(mail));
    }

    @Test
    void isNotSlowWhereThereAreMany() {
        String many = "Authentication-Results: mx.example.org\r\n".repeat(6_000);
        assertTimeout(Duration.ofSeconds(10), () -> assertEquals("\r\n", without(many + "\r\n")));
    }

    private static String without(String mail) throws IOException {
        byte[] octets = mail.getBytes(ISO_8859_1);
        HeaderFields fields = HeaderFields.read(new ByteArrayInputStream(octets), octets.length);
        try (Message changed =
                HeaderChanges.of(fields, 0, OURS.removal(fields.fields())).applyTo(Message.of(octets))) {
            return new String(changed.toByteArray(), ISO_8859_1);
        }
    }
}
