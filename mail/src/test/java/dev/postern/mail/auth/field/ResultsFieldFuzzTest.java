package dev.postern.mail.auth.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.HeaderEdit;
import dev.postern.mail.MalformedAddressException;
import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A field is read or refused; what was read is one field when it is written, says the same, and is known as whose it is. */
public final class ResultsFieldFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(ResultsFieldFuzzTest.class, ResultsFieldFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        String value = new String(input, StandardCharsets.ISO_8859_1);
        ResultsField field;
        try {
            field = ResultsField.parse(value);
        } catch (MalformedResultsException e) {
            return;
        }
        String written = new HeaderEdit.Insert(0, ResultsField.NAME, field.value()).value();
        checkClaim(field.authservId(), value);
        if (field.authservId().length() <= 255) {
            checkClaim(field.authservId(), written);
        }
        ResultsField read = ResultsField.parse(written);
        assertEquals(words(field), words(read));
        assertEquals(read, ResultsField.parse(read.value()));
    }

    private static void checkClaim(String authservId, String value) {
        ClaimedResults claimed;
        try {
            claimed = new ClaimedResults(authservId);
        } catch (MalformedAddressException e) {
            return;
        }
        assertTrue(claimed.isClaimed(value));
    }

    private static String words(ResultsField field) {
        StringBuilder words = new StringBuilder();
        for (MethodResult result : field.results()) {
            words.append(result.method()).append('=').append(result.result());
            result.properties()
                    .forEach(each ->
                            words.append(' ').append(each.type()).append('.').append(each.name()));
        }
        return words.toString();
    }
}
