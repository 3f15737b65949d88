package dev.postern.smtp.auth.users;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A line of the file of users that is read is written as it was, and shows no secret. */
public final class UserLineFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(UserLineFuzzTest.class, UserLineFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        String line = new String(input, StandardCharsets.UTF_8);
        UserLine user;
        try {
            user = UserLine.parse(line);
        } catch (IllegalArgumentException e) {
            return;
        }
        if (!user.name().contains(user.hash())) {
            assertFalse(user.toString().contains(user.hash()), "the hash is shown");
        }
        UserLine again = UserLine.parse(user.text());
        assertEquals(user.text(), again.text());
        assertEquals(user.name(), again.name());
        assertEquals(line.split(":", -1)[0], user.name());
        assertFalse(user.text().chars().anyMatch(c -> c == '\n' || c == '\r'), "more than a line");
    }
}
