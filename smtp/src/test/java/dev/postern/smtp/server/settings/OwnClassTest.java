package dev.postern.smtp.server.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.RecipientVerifier;
import dev.postern.smtp.policy.Trust;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.smtp.server.SmtpServerBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator hears about a class of its own that can't be used. */
class OwnClassTest {
    private static final ClassLoader HERE = OwnClassTest.class.getClassLoader();

    /** Works. */
    public static class Known implements RecipientVerifier {
        @Override
        public CompletionStage<Answer> verify(Client client, Address recipient) {
            return CompletableFuture.completedFuture(Answer.KNOWN);
        }
    }

    static class Hidden extends Known {}

    public abstract static class Unfinished extends Known {}

    public static class Demanding extends Known {
        public Demanding(String table) {
            assertEquals("never", table);
        }
    }

    public static class Shy extends Known {
        private Shy() {}
    }

    public static class Broken extends Known {
        public Broken() {
            throw new IllegalStateException("no database");
        }
    }

    public static class BrokenBefore extends Known {
        private static final int COUNT = Integer.parseInt("many");

        @Override
        public String toString() {
            return "BrokenBefore" + COUNT;
        }
    }

    /** Finds these classes by itself, and others in the usual place but for one that is missing. */
    private static final class Elsewhere extends ClassLoader {
        private final Set<String> own;
        private final String missing;

        Elsewhere(Set<String> own, String missing) {
            super(HERE);
            this.own = own;
            this.missing = missing;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(missing)) {
                throw new ClassNotFoundException(name);
            }
            Class<?> known = findLoadedClass(name);
            return known != null ? known : own.contains(name) ? defined(name) : super.loadClass(name, resolve);
        }

        private Class<?> defined(String name) throws ClassNotFoundException {
            try (InputStream code = HERE.getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] octets = code.readAllBytes();
                return defineClass(name, octets, 0, octets.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private static ListenerSettings settings(String name) {
        Map<String, String> texts = Map.of("recipient.verifier.class", name, "hostname", "mx.example.org");
        return ListenerSettings.of(SettingValues.of(texts::get));
    }

    private static String problem(String name, ClassLoader code) {
        List<SettingProblem> problems =
                settings(name).problems(Face.of(key -> key).withCode(code));
        assertEquals(1, problems.size(), problems::toString);
        assertEquals("recipient.verifier.class", problems.get(0).name());
        assertEquals(name, problems.get(0).value());
        return problems.get(0).remedy();
    }

    private static String failure(String name) throws IOException {
        SmtpServerBuilder server =
                SmtpServer.builder((envelope, message) -> CompletableFuture.failedFuture(new AssertionError()));
        Face face = Face.of(key -> "my." + key).withCode(HERE);
        OwnClass<RecipientVerifier> own =
                new OwnClass<>(PolicySettings.VERIFIER, RecipientVerifier.class, SettingValues.of(key -> name));
        try (ListenerParts parts = new ListenerParts(server, "mx.example.org", Trust.IN_USERS, face)) {
            return String.valueOf(
                    assertThrows(IOException.class, () -> own.open(parts)).getMessage());
        }
    }

    private static String named(String simpleName) {
        return OwnClassTest.class.getName() + "$" + simpleName;
    }

    @ParameterizedTest
    @CsvSource({
        "Missing, 'is not found: it belongs into the archive of the bean, or, in Kafka Connect, into the directory of the plugin'",
        "Hidden, 'must be a public class, and not abstract'",
        "Unfinished, 'must be a public class, and not abstract'",
        "Demanding, has no public constructor without parameters",
        "Shy, has no public constructor without parameters"
    })
    void whatCanNotBeMadeIsKnownBeforeTheStart(String simpleName, String expected) throws IOException {
        assertEquals(expected, problem(named(simpleName), HERE));
        assertEquals(
                "my.recipient.verifier.class = " + named(simpleName) + ": " + expected, failure(named(simpleName)));
    }

    @Test
    void whatIsNoVerifierIsRefused() {
        assertEquals("does not implement dev.postern.mail.RecipientVerifier", problem("java.lang.String", HERE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[I", "int", "a b", ".", "a\0b", "../../etc/passwd"})
    void whatIsNoNameIsNotFound(String name) {
        assertTrue(problem(name, HERE).startsWith("is not found: "), name);
    }

    @Test
    void aPathIsNoName() {
        String remedy = problem("dev/postern/smtp/Reply", HERE);
        assertTrue(remedy.startsWith("can't be loaded, for what it needs is missing or of another version: "), remedy);
    }

    @Test
    void whatThrowsIsNotMadeBeforeTheStart() throws IOException {
        Face face = Face.of(key -> key).withCode(HERE);
        for (String name : List.of("Known", "Broken", "BrokenBefore")) {
            assertEquals(List.of(), settings(named(name)).problems(face));
        }
        assertEquals(
                "my.recipient.verifier.class = " + named("Broken")
                        + ": its constructor fails: java.lang.IllegalStateException: no database",
                failure(named("Broken")));
        String before = failure(named("BrokenBefore"));
        assertTrue(before.contains(": can't be made: java.lang.NumberFormatException: "), before);
    }

    @Test
    void nothingIsSaidWhileItIsNotKnownWhereToLook() {
        assertEquals(List.of(), settings(named("Missing")).problems(Face.of(key -> key)));
    }

    @Test
    void anotherCopyOfOurClassesIsNamedAsSuch() {
        String type = RecipientVerifier.class.getName();
        assertEquals(
                "sees another " + type + " than ours: leave the jars of Postern out of your archive",
                problem(named("Known"), new Elsewhere(Set.of(named("Known"), type), "")));
    }

    @Test
    void whatItNeedsAndMissesIsNamed() {
        String type = RecipientVerifier.class.getName();
        String remedy = problem(named("Known"), new Elsewhere(Set.of(named("Known")), type));
        assertEquals(
                "can't be loaded, for what it needs is missing or of another version: java.lang.NoClassDefFoundError: "
                        + type.replace('.', '/'),
                remedy);
    }
}
