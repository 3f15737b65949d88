package dev.postern.smtp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.login.AccessToken;
import dev.postern.smtp.login.LoginMechanism;
import dev.postern.smtp.login.MechanismChoice;
import dev.postern.smtp.login.TokenSource;
import dev.postern.smtp.sasl.ScramKeys;
import dev.postern.smtp.sasl.Sha256;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.ScriptedPeer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins at servers of every kind of rudeness. */
@Timeout(60)
class AuthenticationTest {
    private static final String SALT = "W22ZaJ0SNY7soEsUEjb6gQ==";

    private static SmtpClient client(int port, LoginMechanism... allowed) throws IOException {
        Duration patience = Duration.ofSeconds(10);
        return SmtpClient.builder("127.0.0.1", port)
                .hello("client.example.org")
                .tls(TlsMode.NONE)
                .credentials(new Credentials("susan", "pencil"))
                .plaintextAuth(true)
                .mechanisms(new MechanismChoice(List.of(allowed)))
                .timeouts(patience, patience, patience, patience)
                .build();
    }

    private static ClientFailure failure(SmtpClient client) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> connect(client));
        return assertInstanceOf(ClientFailure.class, failure.getCause());
    }

    private static ClientSession connect(SmtpClient client) throws Exception {
        return client.connect(client.server()).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    /** What a client says first, without the gs2-header. */
    private static String openScram(ScriptedPeer.Connection c) throws IOException {
        c.greet("AUTH PLAIN SCRAM-SHA-256");
        String line = c.expect("AUTH SCRAM-SHA-256 .*");
        String first = text(line.substring("AUTH SCRAM-SHA-256 ".length()));
        assertTrue(first.startsWith("n,,n=susan,r="), first);
        return first.substring(3);
    }

    private static String nonce(String bare) {
        return bare.substring(bare.indexOf(",r=") + 3);
    }

    /** Plays a server that knows this password up to the client's proof, and gives its signature. */
    private static String signature(ScriptedPeer.Connection c, String password) throws IOException {
        String bare = openScram(c);
        String serverFirst = "r=" + nonce(bare) + "server,s=" + SALT + ",i=4096";
        c.say("334 " + base64(serverFirst));
        String last = text(c.expect("[A-Za-z0-9+/]+=*"));
        String signed = bare + "," + serverFirst + "," + last.substring(0, last.indexOf(",p="));
        ScramKeys keys =
                ScramKeys.derive(password.toCharArray(), Base64.getDecoder().decode(SALT), 4_096);
        byte[] signature = Sha256.hmac(keys.serverKey(), signed.getBytes(StandardCharsets.UTF_8));
        return base64("v=" + Base64.getEncoder().encodeToString(signature));
    }

    @Test
    @Rfc({"5802#5b", "4954#4"})
    void scramIsDoneWhenBothSidesAreProven() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
                    c.say("334 " + signature(c, "pencil")).expect("");
                    c.say("235 2.7.0 welcome").expect("QUIT");
                });
                SmtpClient client = client(peer.port())) {
            connect(client).quit();
        }
    }

    @Test
    @Rfc({"5802#5b", "4954#4j"})
    void aServerWithoutThePasswordIsGivenUp() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
                    c.say("334 " + signature(c, "pencils")).expect("\\*");
                    c.say("235 2.7.0 welcome all the same").expect("QUIT");
                });
                SmtpClient client = client(peer.port())) {
            ClientFailure failure = failure(client);
            assertEquals("4.7.5", failure.status().toString());
            assertTrue(failure.getMessage().contains("does not know the password"), failure.getMessage());
        }
    }

    @Test
    @Rfc("5802#5b")
    void successWithoutASignatureIsNotBelieved() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(
                        c -> {
                            openScram(c);
                            c.say("235 2.7.0 welcome").expect("QUIT");
                        },
                        c -> {
                            signature(c, "pencil");
                            c.say("235 2.7.0 welcome").expect("QUIT");
                        });
                SmtpClient client = client(peer.port())) {
            assertEquals("4.7.5", failure(client).status().toString());
            assertEquals("4.7.5", failure(client).status().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "r=other,s=" + SALT + ",i=4096",
                "r=NONCE,s=" + SALT + ",i=4096",
                "r=NONCEx,s=" + SALT + ",i=2147483647",
                "r=NONCEx,s=" + SALT + ",i=1",
                "r=NONCEx,s=,i=4096",
                "m=must,r=NONCEx,s=" + SALT + ",i=4096",
                ""
            })
    @Rfc({"5802#5.1b", "7677#4b", "4954#4j"})
    void aChallengeThatCannotBeAnsweredIsGivenUpAtOnce(String serverFirst) throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
                    String nonce = nonce(openScram(c));
                    c.say("334 " + base64(serverFirst.replace("NONCE", nonce))).expect("\\*");
                    c.say("501 5.7.0 as you like").expect("QUIT");
                });
                SmtpClient client = client(peer.port())) {
            assertEquals("4.7.5", failure(client).status().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"334 !", "334 YQ", "334-YQ==\r\n334 YQ=="})
    @Rfc("4954#4j")
    void aChallengeThatIsNotBase64IsGivenUp(String challenge) throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
                    c.greet("AUTH CRAM-MD5").expect("AUTH CRAM-MD5");
                    c.say(challenge).expect("\\*");
                    c.say("501 5.7.0 as you like").expect("QUIT");
                });
                SmtpClient client = client(peer.port())) {
            ClientFailure failure = failure(client);
            assertTrue(failure.getMessage().contains("not base64"), failure.getMessage());
        }
    }

    @Test
    @Rfc("4954#4j")
    void oneChallengeMoreIsGivenUp() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(
                        c -> {
                            c.greet("AUTH CRAM-MD5").expect("AUTH CRAM-MD5");
                            c.say("334 " + base64("<1@example>")).expect("[A-Za-z0-9+/]+=*");
                            c.say("334 " + base64("<2@example>")).expect("\\*");
                            c.say("334 more").expect("QUIT");
                        },
                        c -> {
                            c.greet("AUTH PLAIN").expect("AUTH PLAIN .*");
                            c.say("334 ").expect("\\*");
                            c.say("501").expect("QUIT");
                        });
                SmtpClient client = client(peer.port())) {
            assertEquals("4.7.5", failure(client).status().toString());
            assertEquals("4.7.5", failure(client).status().toString());
        }
    }

    @Test
    void whatFollowsASuccessUnaskedBreaksTheConnection() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
                    c.greet("AUTH PLAIN").expect("AUTH PLAIN .*");
                    c.send("235 2.7.0 welcome\r\n334 YQ==\r\n");
                    assertEquals("", c.readToEnd());
                });
                SmtpClient client = client(peer.port())) {
            connect(client).closed().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    @Rfc({"2195#2", "4954#4b"})
    void cramMd5AnswersAChallengeOfAnyLength() throws Exception {
        String challenge = "<" + "1896.".repeat(1_000) + "@postoffice.reston.mci.net>";
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
                    c.greet("AUTH LOGIN CRAM-MD5").expect("AUTH CRAM-MD5");
                    String answer = text(c.say("334 " + base64(challenge)).expect("[A-Za-z0-9+/]+=*"));
                    assertTrue(answer.matches("susan [0-9a-f]{32}"), answer);
                    c.say("235").expect("QUIT");
                });
                SmtpClient client = client(peer.port())) {
            connect(client).quit();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "535 5.7.8 wrong, 4.7.8",
        "535 wrong, 4.7.8",
        "534 5.7.9 too weak, 4.7.8",
        "504 5.5.4 not here, 4.7.8",
        "454 4.7.0 later, 4.7.0",
        "454 later, 4.7.0",
        "421 4.3.2 going, 4.3.2",
        "250 ok, 4.7.8"
    })
    @Rfc("4954#6c")
    void noAnswerCostsAMail(String reply, String status) throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
                    c.greet("AUTH PLAIN").expect("AUTH PLAIN .*");
                    c.say(reply).expect("QUIT");
                });
                SmtpClient client = client(peer.port())) {
            ClientFailure failure = failure(client);
            assertEquals(status, failure.status().toString());
            assertTrue(failure.getMessage().contains("AUTH PLAIN as susan to 127.0.0.1"), failure.getMessage());
            assertFalse(failure.getMessage().contains("pencil"));
        }
    }

    @Test
    @Rfc("4954#3")
    void nothingButWhatIsAllowedIsUsed() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(
                        c -> c.greet("AUTH PLAIN CRAM-MD5 SCRAM-SHA-256-PLUS").expect("QUIT"));
                SmtpClient client = client(peer.port(), LoginMechanism.SCRAM_SHA_256, LoginMechanism.LOGIN)) {
            ClientFailure failure = failure(client);
            assertEquals("4.7.4", failure.status().toString());
            assertTrue(failure.getMessage().contains("PLAIN CRAM-MD5"), failure.getMessage());
        }
    }

    @Test
    @Rfc("4954#4i")
    void aLongInitialResponseWaitsForTheChallenge() throws Exception {
        String password = "p".repeat(400);
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
                    c.greet("AUTH PLAIN").expect("AUTH PLAIN");
                    String response = c.say("334 ").expect("[A-Za-z0-9+/]+=*");
                    assertEquals("\0susan\0" + password, text(response));
                    c.say("235").expect("QUIT");
                });
                SmtpClient client = SmtpClient.builder("127.0.0.1", peer.port())
                        .hello("client.example.org")
                        .tls(TlsMode.NONE)
                        .credentials(new Credentials("susan", password))
                        .plaintextAuth(true)
                        .build()) {
            connect(client).quit();
        }
    }

    @Test
    @Rfc("4954#4b")
    void aResponseThatNoLineHoldsIsNotSent() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
                    c.greet("AUTH PLAIN").expect("AUTH PLAIN");
                    c.say("334 ").expect("\\*");
                    c.say("501").expect("QUIT");
                });
                SmtpClient client = SmtpClient.builder("127.0.0.1", peer.port())
                        .hello("client.example.org")
                        .tls(TlsMode.NONE)
                        .credentials(new Credentials("susan", "p".repeat(12_288)))
                        .plaintextAuth(true)
                        .build()) {
            assertEquals("4.7.5", failure(client).status().toString());
        }
    }

    @Test
    @Rfc("6750#5.3")
    void aTokenIsNotSentWithoutVerifiedTls() throws Exception {
        TokenSource tokens = new TokenSource() {
            @Override
            public CompletionStage<AccessToken> token() {
                return CompletableFuture.completedFuture(new AccessToken("secret"));
            }

            @Override
            public void refused(AccessToken token) {}
        };
        try (ScriptedPeer peer =
                        ScriptedPeer.playing(c -> c.greet("AUTH XOAUTH2").expect("QUIT"));
                SmtpClient client = SmtpClient.builder("127.0.0.1", peer.port())
                        .hello("client.example.org")
                        .tls(TlsMode.OPPORTUNISTIC)
                        .tokens("susan", tokens)
                        .plaintextAuth(true)
                        .build()) {
            assertEquals("4.7.11", failure(client).status().toString());
        }
    }
}
