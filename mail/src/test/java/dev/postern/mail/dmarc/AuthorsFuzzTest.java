package dev.postern.mail.dmarc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.mail.Domain;
import dev.postern.mail.InvalidMailException;
import dev.postern.mail.signature.MailHeader;
import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Any From has domains that could be asked for, or a reason why not. */
public final class AuthorsFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(AuthorsFuzzTest.class, AuthorsFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input: the value of From. */
    public static void fuzzerTestOneInput(byte[] input) {
        String header = "From:" + new String(input, StandardCharsets.ISO_8859_1) + "\r\n";
        Authors authors;
        try {
            authors = Authors.of(MailHeader.parse(header.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (InvalidMailException e) {
            return;
        }
        assertEquals(authors.domains().isEmpty(), !authors.problem().isEmpty());
        assertEquals(
                authors.domains().size(), authors.domains().stream().distinct().count());
        for (String domain : authors.domains()) {
            assertEquals(domain, Domain.parse(domain).text());
        }
    }
}
