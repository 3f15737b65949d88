package dev.postern.kafka.source.pop3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.kafka.source.mailbox.TaskDriver;
import dev.postern.smtp.auth.AuthResult;
import dev.postern.smtp.auth.Authenticator;
import dev.postern.smtp.auth.Credentials;
import dev.postern.smtp.auth.SaslDialogue;
import dev.postern.smtp.auth.SaslMechanism;
import dev.postern.smtp.auth.SaslMechanisms;
import dev.postern.smtp.auth.SaslStep;
import dev.postern.smtp.auth.ScramLookup;
import dev.postern.smtp.auth.ScramVerifier;
import dev.postern.smtp.sasl.ChannelBindings;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.ScriptedPeer;
import dev.postern.testkit.TlsFixture;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A login that is bound to the connection, which Dovecot does not offer; the server's side is that of our listener. */
@Timeout(60)
class Pop3LoginTest {
    private static final String MECHANISM = "SCRAM-SHA-256-PLUS";

    /** Knows bob. */
    private static final class Bob implements Authenticator {
        private final ScramVerifier verifier =
                ScramVerifier.of("secret".toCharArray(), new byte[ScramVerifier.SALT_OCTETS], 4_096);

        @Override
        public Set<Kind> kinds() {
            return EnumSet.of(Kind.SCRAM_VERIFIER);
        }

        @Override
        public CompletionStage<AuthResult> authenticate(Credentials credentials) {
            throw new IllegalStateException("a password is shown");
        }

        @Override
        public CompletionStage<ScramLookup> scramVerifier(String user) {
            assertEquals("bob", user);
            return CompletableFuture.completedFuture(new ScramLookup.Found(verifier));
        }
    }

    /** Logs bob in where he has bound himself to this certificate. */
    private static ScriptedPeer.Script bindingTo(TlsFixture certificate) {
        return connection -> {
            connection.say("+OK ready");
            connection.expect("STLS");
            connection.say("+OK").secure(TlsFixture.get());
            connection.expect("CAPA");
            connection.say("+OK\r\nSASL PLAIN SCRAM-SHA-256 " + MECHANISM + "\r\n.");
            connection.expect("AUTH " + MECHANISM);
            ChannelBindings bindings = ChannelBindings.ofServer(
                    (X509Certificate) certificate.chain().get(0));
            SaslDialogue dialogue = new SaslMechanisms(new Bob()).begin(SaslMechanism.SCRAM_SHA_256_PLUS, bindings);
            SaslStep step = dialogue.begin(null).toCompletableFuture().join();
            while (step instanceof SaslStep.Challenge challenge) {
                connection.say("+ " + challenge.text());
                step = dialogue.answer(connection.expect(".*"))
                        .toCompletableFuture()
                        .join();
            }
            connection.say(step instanceof SaslStep.Accepted ? "+OK in" : "-ERR [AUTH] no");
        };
    }

    private static TaskDriver task(int port) {
        return new TaskDriver(Map.of(
                        "mail.mode", "pop3",
                        "pop3.host", "localhost",
                        "pop3.port", String.valueOf(port),
                        "pop3.tls", "starttls",
                        "pop3.username", "bob",
                        "pop3.password", "secret",
                        "pop3.retry.first.ms", "5",
                        "pop3.task.accounts", "default"))
                .set("pop3.truststore.location", TlsFixture.get().truststore().toString())
                .set("pop3.truststore.password", new String(TlsFixture.get().password()));
    }

    @Test
    @Rfc({"5034#4", "5802#6"})
    void theLoginIsBoundToTheServersCertificateWhereTheServerCan() throws Exception {
        AtomicBoolean left = new AtomicBoolean();
        ScriptedPeer.Script script = connection -> {
            bindingTo(TlsFixture.get()).play(connection);
            Pop3ModeTest.answerAll(connection);
            left.set(true);
        };
        try (ScriptedPeer peer = ScriptedPeer.playing(script);
                TaskDriver task = task(peer.port()).start()) {
            SourceRecord record = task.take(1).get(0);
            assertTrue(new String((byte[]) record.value(), UTF_8).startsWith("Subject: number 1"));
            await().untilTrue(left);
            task.stop();
        }
    }

    @Test
    @Rfc("5802#6")
    void aLoginThatIsBoundToAnotherConnectionIsOfNoUse() throws Exception {
        ScriptedPeer.Script other = bindingTo(TlsFixture.forHost("localhost"));
        try (ScriptedPeer peer = ScriptedPeer.playing(other, other);
                TaskDriver task = task(peer.port()).start()) {
            ConnectException failure = assertThrows(ConnectException.class, () -> task.poll(1));
            assertTrue(failure.getMessage().contains(MECHANISM), failure.getMessage());
        }
    }
}
