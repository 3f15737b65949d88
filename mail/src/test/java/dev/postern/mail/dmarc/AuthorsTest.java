package dev.postern.mail.dmarc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.postern.mail.signature.MailHeader;
import dev.postern.testkit.Rfc;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ann@Example.COM | example.com",
                "\"ann@bank.example\" <ann@example.com> | example.com",
                "Ann <ann@example.com>, Bob <bob@EXAMPLE.com> | example.com",
                "\"a@b\"@example.com | example.com",
                "(x@bank.example) ann@example.com (y) | example.com",
                "J\u00fcrgen <j@m\u00fcnchen.example> | xn--mnchen-3ya.example"
            })
    @Rfc("9989#5.3.1")
    void areTheDomainsOfFrom(String from, String domain) {
        assertEquals(new Authors(List.of(domain), ""), authors("From: " + from + "\r\n"));
    }

    @Test
    @Rfc("9989#5.3.1b")
    void maySeveralBe() {
        assertEquals(
                List.of("example.com", "example.net"),
                authors("From: a@example.com,\r\n\tFriends: b@example.net, c@example.com;\r\n")
                        .domains());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "To: a@example.com",
                "From: a@example.com\r\nFROM: b@example.com",
                "From:",
                "From: nobody:;",
                "From: ann",
                "From: <ann@example.com",
                "From: ann@[192.0.2.1]",
                "From: a@example.com, b@[192.0.2.1]",
                "From: ann@exa_mple.com",
                "From: ann@ex\u00e4\udcffmple"
            })
    @Rfc("9989#5.3.1c")
    void canNotBeTold(String header) {
        Authors authors = authors(header + "\r\n");
        assertEquals(List.of(), authors.domains());
        assertFalse(authors.problem().isEmpty());
    }

    @Test
    void areNotReadFromGiants() {
        assertEquals(
                List.of(),
                authors("From: " + "a@example.com, ".repeat(2_000) + "a@example.com\r\n")
                        .domains());
    }

    private static Authors authors(String header) {
        return Authors.of(MailHeader.parse(header.getBytes(UTF_8)));
    }
}
