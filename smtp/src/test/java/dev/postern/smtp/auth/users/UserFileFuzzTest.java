package dev.postern.smtp.auth.users;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.fuzz.Corpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A file of users is read or refused; who stands in it is found by the name, and an error shows nothing of a line. */
public final class UserFileFuzzTest {
    @TestFactory
    Stream<DynamicTest> corpus() throws IOException {
        return Corpus.replay(UserFileFuzzTest.class, UserFileFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        UserTable table;
        try {
            Files.write(FILE, input);
            table = UserTable.read(FILE);
        } catch (IOException e) {
            assertTrue(
                    e.getMessage().matches("users file " + FILE + "(, line \\d+: .*| is not UTF-8)"), e.getMessage());
            for (String field : new String(input, StandardCharsets.UTF_8).split("[:\\s]+", -1)) {
                assertTrue(field.length() < 20 || !e.getMessage().contains(field), "a line is shown");
            }
            return;
        }
        Set<String> names = new HashSet<>();
        for (UserLine user : table.users()) {
            assertTrue(names.add(user.name()));
            assertEquals(user, table.find(user.name()));
        }
        assertNull(table.find("nobody:"));
        assertNotNull(table.decoy("nobody"));
        assertEquals(table.decoy("nobody").text(), table.decoy("nobody").text());
        assertTrue(Bcrypt.cost(table.decoyHash()) >= 4);
    }

    private static final Path FILE = file();

    private static Path file() {
        try {
            Path file = Files.createTempFile("postern-users-", ""); // for its owner only
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
