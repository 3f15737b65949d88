package dev.postern.smtp.auth.users;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserFileWriterTest {
    @TempDir
    Path directory;

    private Path file;
    private UserFileWriter writer;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("users");
        writer = new UserFileWriter(file);
    }

    private static UserLine user(String name, String password) {
        return UserLine.of(name, password.toCharArray(), 4, 4_096);
    }

    private List<String> filesBeside() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }

    @Test
    void makesAFileForItsOwnerAlone() throws IOException {
        assertFalse(writer.put(user("susan", "pencil")));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(List.of("users"), filesBeside());
        List<String> lines = Files.readAllLines(file);
        assertTrue(lines.get(0).startsWith("@decoy "), lines.get(0));
        assertTrue(lines.get(1).startsWith("susan:$2a$04$"), lines.get(1));
        assertTrue(lines.get(1).contains(":SCRAM-SHA-256$4096:"), lines.get(1));
        assertFalse(String.join("", lines).contains("pencil"));
    }

    @Test
    void replacesAndRemovesOneLineAndLeavesTheOthers() throws IOException {
        writer.put(user("susan", "pencil"));
        writer.put(user("bob", "paper"));
        List<String> lines = Files.readAllLines(file);
        lines.add(1, "# the office");
        Files.write(file, lines);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertTrue(writer.put(user("susan", "other")));
        List<String> replaced = Files.readAllLines(file);
        assertEquals(lines.size(), replaced.size());
        for (int i : new int[] {0, 1, 3}) {
            assertEquals(lines.get(i), replaced.get(i));
        }
        assertTrue(replaced.get(2).startsWith("susan:"));
        assertFalse(lines.get(2).equals(replaced.get(2)));
        assertTrue(writer.remove("susan"));
        assertFalse(writer.remove("susan"));
        assertFalse(writer.remove("# the office"));
        assertEquals(List.of("bob"), writer.users().stream().map(UserLine::name).toList());
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void doesNotTouchAFileThatAServerWouldRefuse() throws IOException {
        Files.writeString(file, "nonsense\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThrows(IOException.class, () -> writer.put(user("susan", "pencil")));
        assertEquals("nonsense\n", Files.readString(file));
        assertEquals(List.of("users"), filesBeside());
        assertThrows(IOException.class, () -> new UserFileWriter(directory.resolve("missing")).remove("susan"));
    }

    @Test
    void writesThroughALink() throws IOException {
        writer.put(user("susan", "pencil"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        new UserFileWriter(link).put(user("bob", "paper"));
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(2, writer.users().size());
    }

    @Test
    void writersWaitForEachOther() throws IOException {
        List<UserLine> users =
                IntStream.range(0, 24).mapToObj(i -> user("user" + i, "pencil")).toList();
        users.parallelStream().forEach(user -> {
            try {
                new UserFileWriter(file).put(user);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertEquals(24, writer.users().size());
        assertEquals(List.of("users"), filesBeside());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:b", "a b", "#a", "@a", "a\nb", "a\u0000b", "\u00ad", "\u2003"})
    void whatIsNoNameIsRefused(String name) {
        assertThrows(IllegalArgumentException.class, () -> user(name, "pencil"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pen\u0000cil", "pen\ncil", "\u00ad"})
    void whatIsNoPasswordIsRefusedWithoutBeingTold(String password) {
        IllegalArgumentException failure = assertThrows(IllegalArgumentException.class, () -> user("susan", password));
        assertFalse(failure.getMessage().contains("cil"));
    }

    @Test
    void aLineNeverPrintsItsSecrets() {
        assertEquals("UserLine[susan]", user("susan", "pencil").toString());
    }
}
