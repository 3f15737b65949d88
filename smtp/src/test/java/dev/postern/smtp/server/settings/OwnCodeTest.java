package dev.postern.smtp.server.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.RecipientVerifier;
import dev.postern.smtp.Reply;
import dev.postern.smtp.auth.AuthResult;
import dev.postern.smtp.auth.Authenticator;
import dev.postern.smtp.auth.Credentials;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.testkit.Conversation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Classes of an operator's own behind a listener that starts from settings, seen on the wire. */
@Timeout(60)
class OwnCodeTest {
    private static final Face FACE = Face.of(key -> key).withCode(OwnCodeTest.class.getClassLoader());

    @TempDir
    Path directory;

    private final BlockingQueue<String> users = new LinkedBlockingQueue<>();

    /** Lets in who has the token {@code right}. */
    public static class Tokens implements Authenticator {
        static final AtomicInteger OPEN = new AtomicInteger();

        public Tokens() {
            OPEN.incrementAndGet();
        }

        @Override
        public Set<Kind> kinds() {
            return Set.of(Kind.BEARER_TOKEN);
        }

        @Override
        public CompletionStage<AuthResult> authenticate(Credentials credentials) {
            Credentials.BearerToken token = (Credentials.BearerToken) credentials;
            return switch (token.token()) {
                case "right" -> CompletableFuture.supplyAsync(() -> new AuthResult.Authenticated("susan@example.org"));
                case "broken" -> throw new NoClassDefFoundError("com/example/Jwt");
                default -> CompletableFuture.completedFuture(new AuthResult.Refused("expired"));
            };
        }

        @Override
        public void close() {
            OPEN.decrementAndGet();
        }
    }

    public static class NoKinds extends Tokens {
        @Override
        public Set<Kind> kinds() {
            return Set.of();
        }
    }

    public static class BrokenKinds extends Tokens {
        @Override
        public Set<Kind> kinds() {
            throw new IllegalStateException("not yet");
        }
    }

    /** Says of recipients what their local part is. */
    public static class Table implements RecipientVerifier, AutoCloseable {
        static final BlockingQueue<CompletableFuture<Answer>> WAITING = new LinkedBlockingQueue<>();
        static final AtomicInteger OPEN = new AtomicInteger();

        public Table() {
            OPEN.incrementAndGet();
        }

        @Override
        public CompletionStage<Answer> verify(Client client, Address recipient) {
            return switch (recipient.localPart()) {
                case "broken" -> throw new IllegalStateException("a bug");
                case "incomplete" -> throw new NoClassDefFoundError("com/example/Directory");
                case "slow" -> {
                    CompletableFuture<Answer> answer = new CompletableFuture<>();
                    WAITING.add(answer);
                    yield answer;
                }
                case "known" -> CompletableFuture.supplyAsync(() -> Answer.KNOWN);
                case "undecided" -> CompletableFuture.completedFuture(Answer.UNDECIDED);
                default -> CompletableFuture.completedFuture(Answer.UNKNOWN);
            };
        }

        @Override
        public void close() {
            OPEN.decrementAndGet();
            throw new IllegalStateException("closing harms nobody");
        }
    }

    private ListenerSettings settings(Map<String, String> more) {
        Map<String, String> texts = new HashMap<>(Map.of(
                "listen.port", "0",
                "hostname", "mx.example.org",
                "accepted.domains", "example.net",
                "spool.directory", directory.toString()));
        texts.putAll(more);
        return ListenerSettings.of(SettingValues.of(texts::get));
    }

    private SmtpServer listen(Map<String, String> texts) throws IOException {
        ListenerSettings settings = settings(texts);
        assertEquals(List.of(), settings.problems(FACE));
        return settings.listen(
                (envelope, message) -> {
                    message.close();
                    users.add(String.valueOf(envelope.client().user()));
                    return CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "OK"));
                },
                Duration.ofSeconds(5),
                FACE);
    }

    private static Conversation client(SmtpServer server) throws IOException {
        Conversation client = new Conversation(server.port());
        client.expect("220");
        return client;
    }

    private static Conversation sender(SmtpServer server) throws IOException {
        Conversation client = client(server);
        client.say("EHLO client", "250");
        client.say("MAIL FROM:<ann@example.org>", "250");
        return client;
    }

    private static Map<String, String> tokens(Class<?> type) {
        return Map.of("auth.authenticator.class", type.getName(), "auth.allow.plaintext", "true");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.replace('|', '\u0001').getBytes(UTF_8));
    }

    @Test
    void anAuthenticatorOfTokensMakesTheirMechanismsAppear() throws Exception {
        try (SmtpServer server = listen(tokens(Tokens.class));
                Conversation client = client(server)) {
            String offer = client.say("EHLO client", "250");
            assertTrue(offer.contains("AUTH OAUTHBEARER XOAUTH2\n"), offer);
            client.say("AUTH PLAIN " + base64("|susan|secret"), "504 5.5.4");
            client.say("AUTH XOAUTH2 " + base64("user=susan@example.org|auth=Bearer wrong||"), "334 ");
            client.say("", "535 5.7.8");
            client.say("AUTH XOAUTH2 " + base64("user=susan@example.org|auth=Bearer broken||"), "454 4.7.0");
            client.say("AUTH OAUTHBEARER " + base64("n,a=susan@example.org,|auth=Bearer right||"), "235 2.7.0");
            client.sendMail("susan@example.org", "bob@example.com", "Hello\r\n").expect("250");
            assertEquals("susan@example.org", users.take());
            try (Conversation another = client(server)) {
                another.say("EHLO client", "250");
                another.say("AUTH XOAUTH2 " + base64("user=susan@example.org|auth=Bearer right||"), "235 2.7.0");
            }
        }
        assertEquals(0, Tokens.OPEN.get());
    }

    @Test
    void anAuthenticatorThatNobodyCouldUseIsClosedAgain() {
        for (Class<?> useless : List.of(NoKinds.class, BrokenKinds.class)) {
            String failure = String.valueOf(assertThrows(
                            IOException.class, () -> listen(tokens(useless)).close())
                    .getMessage());
            assertTrue(
                    failure.startsWith("auth.authenticator.class = " + useless.getName() + ": its kinds() "), failure);
            assertEquals(0, Tokens.OPEN.get());
        }
    }

    @Test
    void aVerifierSaysWhichRecipientsThereAre() throws IOException {
        try (SmtpServer server = listen(Map.of("recipient.verifier.class", Table.class.getName()));
                Conversation client = sender(server)) {
            client.say("RCPT TO:<nobody@example.net>", "550 5.1.1");
            client.say("RCPT TO:<undecided@example.net>", "451 4.4.3");
            client.say("RCPT TO:<broken@example.net>", "451 4.4.3");
            client.say("RCPT TO:<incomplete@example.net>", "451 4.4.3");
            client.say("RCPT TO:<known@example.com>", "550 5.7.1");
            client.say("RCPT TO:<known@example.net>", "250");
            client.say("DATA", "354");
            client.say("Hello\r\n.", "250");
            assertEquals(1, Table.OPEN.get());
        }
        assertEquals(0, Table.OPEN.get());
    }

    @Test
    void whoWaitsForAVerifierKeepsNobodyElseWaiting() throws Exception {
        try (SmtpServer server = listen(Map.of("recipient.verifier.class", Table.class.getName()));
                Conversation waiting = sender(server)) {
            waiting.send("RCPT TO:<slow@example.net>\r\n");
            CompletableFuture<RecipientVerifier.Answer> answer = Table.WAITING.take();
            for (int i = 0; i < 8; i++) { // more than there are event loops
                try (Conversation client = sender(server)) {
                    client.say("RCPT TO:<known@example.net>", "250");
                }
            }
            answer.complete(RecipientVerifier.Answer.UNKNOWN);
            waiting.expect("550 5.1.1");
        }
    }

    @Test
    void usersComeFromOnePlaceAndNeedTls() {
        List<SettingProblem> problems = settings(
                        Map.of("auth.authenticator.class", Tokens.class.getName(), "auth.users.file", "/nowhere/users"))
                .problems(FACE);
        assertEquals(
                List.of("auth.authenticator.class", "auth.authenticator.class"),
                problems.stream().map(SettingProblem::name).toList());
        assertTrue(problems.get(0).remedy().startsWith("nobody could log in, as that needs TLS"), problems::toString);
        assertEquals(
                "users come from one place: leave auth.users.file empty",
                problems.get(1).remedy());
        Map<String, String> both = new HashMap<>(tokens(Tokens.class));
        both.put("auth.realm", "true");
        Face server = FACE.withRealm(Tokens::new);
        assertEquals(
                List.of(new SettingProblem(
                        "auth.realm", "true", "users come from one place: leave auth.authenticator.class empty")),
                settings(both).problems(server));
    }

    @Test
    void usersOfOwnCodeStayApartFromThoseOfTheApplicationServer() {
        Map<String, String> texts = new HashMap<>(Map.of(
                "listeners", "mx,apps",
                "listen.port", "0",
                "hostname", "mx.example.org",
                "auth.allow.plaintext", "true",
                "listener.mx.auth.realm", "true",
                "listener.apps.auth.authenticator.class", Tokens.class.getName()));
        List<SettingProblem> problems =
                GatewaySettings.of(SettingValues.of(texts::get)).problems(FACE.withRealm(Tokens::new));
        assertEquals(
                List.of("listener.apps.auth.authenticator.class"),
                problems.stream().map(SettingProblem::name).toList());
        assertTrue(problems.get(0).remedy().startsWith("another listener of this gateway takes"), problems::toString);
    }
}
