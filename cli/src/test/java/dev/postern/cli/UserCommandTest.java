package dev.postern.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.auth.AuthResult;
import dev.postern.smtp.auth.Credentials;
import dev.postern.smtp.auth.users.UserFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class UserCommandTest {
    @TempDir
    Path directory;

    private String output = "";

    private int run(String password, String... arguments) {
        StringWriter text = new StringWriter();
        CommandLine line = UserCommand.commandLine(user -> password.toCharArray())
                .setOut(new PrintWriter(text, true))
                .setErr(new PrintWriter(text, true));
        int status = line.execute(arguments);
        output = text.toString();
        return status;
    }

    private static AuthResult login(Path file, String name, String password) throws Exception {
        try (UserFile users = UserFile.open(file)) {
            return users.authenticate(new Credentials.Password(name, null, password.toCharArray()))
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void addsChangesListsAndRemoves() throws Exception {
        Path file = directory.resolve("users");
        String name = file.toString();
        assertEquals(0, run("pencil", "add", name, "susan@example.org", "--iterations", "4096"));
        assertEquals("Added susan@example.org in " + file + System.lineSeparator(), output);
        assertEquals(new AuthResult.Authenticated("susan@example.org"), login(file, "susan@example.org", "pencil"));
        assertEquals(0, run("paper", "add", name, "susan@example.org", "--iterations", "4096"));
        assertTrue(output.startsWith("Changed "), output);
        assertEquals(new AuthResult.Authenticated("susan@example.org"), login(file, "susan@example.org", "paper"));
        assertEquals(0, run("paper", "add", name, "bob", "--iterations", "0"));
        assertEquals(0, run("", "list", name));
        assertEquals(
                "susan@example.org\tPLAIN LOGIN SCRAM-SHA-256\nbob\tPLAIN LOGIN\n"
                        .replace("\n", System.lineSeparator()),
                output);
        assertEquals(0, run("", "remove", name, "bob"));
        assertEquals(2, run("", "remove", name, "bob"));
        assertEquals("postern user: there is no bob in " + file + System.lineSeparator(), output);
    }

    @Test
    void tellsWhatIsWrongWithoutTellingThePassword() throws IOException {
        Path file = directory.resolve("users");
        assertEquals(2, run("secret\u0007", "add", file.toString(), "susan"));
        assertTrue(output.startsWith("postern user: name and password"), output);
        assertFalse(output.contains("secret"), output);
        assertEquals(2, run("x", "add", file.toString(), "su:san"));
        assertTrue(output.contains("no colon"), output);
        assertEquals(2, run("x", "add", file.toString(), "susan", "--iterations", "1000"));
        assertTrue(output.contains("from 4096 to 10000000"), output);
        assertEquals(2, run("x", "add", file.toString(), "susan", "--iterations", "2000000000"));
        assertTrue(output.contains("from 4096 to 10000000"), output);
        assertFalse(Files.exists(file));
        assertEquals(2, run("", "list", file.toString()));
        assertTrue(output.contains("does not exist"), output);
        assertEquals(2, run(""));
        assertTrue(output.contains("add, remove or list"), output);
    }

    @Test
    void helpTellsTheDefault() {
        assertEquals(0, run("", "add", "--help"));
        assertTrue(output.contains("100000"), output);
    }

    @Test
    void takesTheFirstLineOfTheInput() throws IOException {
        for (String end : new String[] {"", "\n", "\r\n", "\nmore\n"}) {
            assertArrayEquals("pän cil".toCharArray(), Passwords.firstLine(input("pän cil" + end)));
        }
        assertEquals(0, Passwords.firstLine(input("")).length);
        assertThrows(IOException.class, () -> Passwords.firstLine(input("x".repeat(1_025))));
        byte[] noUtf8 = {(byte) 0xff};
        assertThrows(IOException.class, () -> Passwords.firstLine(new ByteArrayInputStream(noUtf8)));
    }

    private static ByteArrayInputStream input(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
