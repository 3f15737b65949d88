package dev.postern.smtp.auth.users;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.auth.AuthResult;
import dev.postern.smtp.auth.Authenticator;
import dev.postern.smtp.auth.Credentials;
import dev.postern.smtp.auth.ScramLookup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserFileTest {
    private static final int COST = 4;
    private static final int ITERATIONS = 4_096;
    /** Of the password U*U, from the test vectors of crypt_blowfish, which are public. */
    private static final String KNOWN_HASH = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

    @TempDir
    Path directory;

    private Path file(String... lines) throws IOException {
        Path file = directory.resolve("users");
        Files.write(file, List.of(lines));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private static String susan() {
        return UserLine.of("susan@example.org", "pencil".toCharArray(), COST, ITERATIONS)
                .text();
    }

    private static UserFile open(Path file) throws IOException {
        return new UserFile(file, Runnable::run, () -> {});
    }

    private static AuthResult login(UserFile users, String name, String password) {
        return login(users, name, null, password);
    }

    private static AuthResult login(UserFile users, String name, String authorization, String password) {
        return users.authenticate(new Credentials.Password(name, authorization, password.toCharArray()))
                .toCompletableFuture()
                .join();
    }

    @Test
    void knowsItsUsers() throws IOException {
        UserFile users = open(file("# people", "", susan()));
        assertEquals(new AuthResult.Authenticated("susan@example.org"), login(users, "susan@example.org", "pencil"));
        assertInstanceOf(AuthResult.Refused.class, login(users, "susan@example.org", "Pencil"));
        assertInstanceOf(AuthResult.Refused.class, login(users, "Susan@example.org", "pencil"));
        assertInstanceOf(AuthResult.Refused.class, login(users, "bob", "pencil"));
        assertInstanceOf(AuthResult.Refused.class, login(users, "# people", "pencil"));
    }

    @Test
    void nobodyActsForAnother() throws IOException {
        UserFile users = open(file(susan()));
        assertInstanceOf(AuthResult.Refused.class, login(users, "susan@example.org", "bob", "pencil"));
        assertInstanceOf(
                AuthResult.Authenticated.class, login(users, "susan@example.org", "susan@example.org", "pencil"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"$2a$", "$2b$", "$2y$"})
    void takesTheHashesOfOthers(String version) throws IOException {
        UserFile users = open(file("u:" + version + KNOWN_HASH.substring(4)));
        assertInstanceOf(AuthResult.Authenticated.class, login(users, "u", "U*U"));
        assertInstanceOf(AuthResult.Refused.class, login(users, "u", "U*V"));
    }

    @Test
    void aPasswordThatBcryptWouldCutIsRefused() throws IOException {
        String longest = "ä".repeat(35) + "x";
        UserFile users =
                open(file(UserLine.of("u", longest.toCharArray(), COST, 0).text()));
        assertInstanceOf(AuthResult.Authenticated.class, login(users, "u", longest));
        assertInstanceOf(AuthResult.Refused.class, login(users, "u", longest + "y"));
        assertInstanceOf(AuthResult.Refused.class, login(users, "u", longest + "y".repeat(10_000)));
        char[] tooLong = (longest + "y").toCharArray();
        assertThrows(IllegalArgumentException.class, () -> UserLine.of("u", tooLong, COST, 0));
    }

    @Test
    void findsVerifiersAndGivesOthersADecoyThatOutlivesARestart() throws IOException {
        String key = UserTable.newDecoyLine();
        Path file = file(key, susan(), "bob:" + KNOWN_HASH);
        UserFile users = open(file);
        assertInstanceOf(
                ScramLookup.Found.class,
                users.scramVerifier("susan@example.org").toCompletableFuture().join());
        ScramLookup.Unknown withoutVerifier = assertInstanceOf(
                ScramLookup.Unknown.class,
                users.scramVerifier("bob").toCompletableFuture().join());
        ScramLookup.Unknown again = assertInstanceOf(
                ScramLookup.Unknown.class,
                open(file).scramVerifier("bob").toCompletableFuture().join());
        assertEquals(withoutVerifier.decoy().text(), again.decoy().text());
        assertEquals(ITERATIONS, again.decoy().iterations());
        ScramLookup.Unknown other = assertInstanceOf(
                ScramLookup.Unknown.class,
                users.scramVerifier("carol").toCompletableFuture().join());
        assertNotEquals(other.decoy().text(), again.decoy().text());
    }

    @ParameterizedTest
    @CsvSource({
        "secret",
        "secret:",
        ":" + KNOWN_HASH,
        "name with space:" + KNOWN_HASH,
        "@name:" + KNOWN_HASH,
        "na\u00adme:" + KNOWN_HASH,
        "secret:plaintext",
        "secret:{SHA}abc",
        "secret:$2a$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "secret:$2a$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "secret:$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "secret:" + KNOWN_HASH + ":",
        "secret:" + KNOWN_HASH + ":SCRAM-SHA-256$1:a$b:c",
        "twice:" + KNOWN_HASH,
        "@decoy secret",
        "@decoy c2VjcmV0"
    })
    void aMalformedLineIsNamedByItsNumberAndNotTold(String line) throws IOException {
        Path file = file("# users", "twice:" + KNOWN_HASH, line);
        IOException failure = assertThrows(IOException.class, () -> UserFile.check(file));
        String message = failure.getMessage();
        assertTrue(message.startsWith("users file " + file + ", line 3: "), message);
        assertFalse(message.contains("secret"), message);
        assertFalse(message.contains("CCCC"), message);
    }

    @ParameterizedTest
    @CsvSource({
        "rw-------, true",
        "r--------, true",
        "rw-r-----, true",
        "rw-rw----, false",
        "rw-r--r--, false",
        "rw-----w-, false",
        "rw----r--, false"
    })
    void othersMayNeitherReadNorWriteIt(String permissions, boolean allowed) throws IOException {
        Path file = file(susan());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        if (allowed) {
            UserFile.check(file);
        } else {
            IOException failure = assertThrows(IOException.class, () -> UserFile.check(file));
            assertEquals(file + " can be read or written by other users: chmod 600 it, or 640", failure.getMessage());
        }
    }

    @Test
    void aMissingFileOrOneThatIsNoTextIsNamed() throws IOException {
        Path missing = directory.resolve("missing");
        assertEquals(
                missing + " does not exist",
                assertThrows(IOException.class, () -> UserFile.open(missing)).getMessage());
        Path file = file();
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertEquals(
                "users file " + file + " is not UTF-8",
                assertThrows(IOException.class, () -> UserFile.check(file)).getMessage());
    }

    @Test
    void aChangeIsSeenAndABadChangeLeavesTheUsersAsTheyWere() throws IOException {
        Path file = file(susan());
        UserFile users = open(file);
        new UserFileWriter(file).put(UserLine.of("bob", "paper".toCharArray(), COST, 0));
        assertInstanceOf(AuthResult.Refused.class, login(users, "bob", "paper"));
        users.refresh();
        assertInstanceOf(AuthResult.Authenticated.class, login(users, "bob", "paper"));
        file("nonsense");
        users.refresh();
        assertInstanceOf(AuthResult.Authenticated.class, login(users, "bob", "paper"));
        Files.delete(file);
        users.refresh();
        assertInstanceOf(AuthResult.Authenticated.class, login(users, "bob", "paper"));
        file(susan());
        users.refresh();
        assertInstanceOf(AuthResult.Refused.class, login(users, "bob", "paper"));
    }

    @Test
    void theFileIsWatched() throws IOException {
        Path file = file(susan());
        try (UserFile users = UserFile.open(file)) {
            new UserFileWriter(file).remove("susan@example.org");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() ->
                            assertInstanceOf(AuthResult.Refused.class, login(users, "susan@example.org", "pencil")));
        }
    }

    @Test
    void hashingRunsElsewhereAndTooMuchOfItIsATemporaryFailure() throws IOException {
        AtomicReference<Runnable> task = new AtomicReference<>();
        UserFile users = new UserFile(
                file(susan()),
                work -> {
                    if (!task.compareAndSet(null, work)) {
                        throw new RejectedExecutionException();
                    }
                },
                () -> {});
        var first = users.authenticate(new Credentials.Password("susan@example.org", null, "pencil".toCharArray()))
                .toCompletableFuture();
        assertFalse(first.isDone());
        assertInstanceOf(AuthResult.Unavailable.class, login(users, "susan@example.org", "pencil"));
        task.get().run();
        assertInstanceOf(AuthResult.Authenticated.class, first.join());
    }

    @Test
    void judgesManyLoginsAtOnceUpToABound() throws IOException {
        Path file = file(UserLine.of("u", "p".toCharArray(), 8, 0).text());
        try (UserFile users = UserFile.open(file)) {
            List<AuthResult> results = new ArrayList<>();
            List<CompletableFuture<AuthResult>> open = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                open.add(users.authenticate(new Credentials.Password("u", null, new char[] {'p'}))
                        .toCompletableFuture());
            }
            open.forEach(result -> results.add(result.join()));
            assertTrue(results.stream().anyMatch(AuthResult.Unavailable.class::isInstance));
            assertTrue(results.stream()
                            .filter(AuthResult.Authenticated.class::isInstance)
                            .count()
                    >= 64);
            assertFalse(results.stream().anyMatch(AuthResult.Refused.class::isInstance));
        }
    }

    @Test
    void takesPasswordsAndVerifiersButNoTokens() throws IOException {
        UserFile users = open(file(susan()));
        assertEquals(Set.of(Authenticator.Kind.PASSWORD, Authenticator.Kind.SCRAM_VERIFIER), users.kinds());
        AuthResult result = users.authenticate(new Credentials.BearerToken("susan@example.org", "x"))
                .toCompletableFuture()
                .join();
        assertInstanceOf(AuthResult.Refused.class, result);
    }
}
