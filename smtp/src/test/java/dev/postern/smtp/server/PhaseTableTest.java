package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.smtp.Command;
import dev.postern.smtp.Reply;
import dev.postern.smtp.Verb;
import dev.postern.smtp.policy.ClientRules;
import dev.postern.smtp.policy.Limits;
import dev.postern.testkit.Rfc;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each verb in each phase: the reply and the phase that follows. */
class PhaseTableTest {
    @TempDir
    Path directory;

    private Session session(boolean tls) throws Exception {
        return session(tls, null);
    }

    private Session session(boolean tls, ServerAuth auth) throws Exception {
        return session(ListenerMode.MX, tls, auth);
    }

    private Session session(ListenerMode mode, boolean tls, ServerAuth auth) throws Exception {
        ServerSettings settings = new ServerSettings(
                mode,
                false,
                "mx.example.org",
                Limits.DEFAULT,
                List.of(),
                ClientRules.NONE,
                Spool.in(directory),
                new RecordingSink(),
                tls ? TestTls.server() : null,
                false,
                false,
                auth,
                Clock.systemUTC(),
                new Traffic());
        InetSocketAddress remote = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        return new Session(
                settings,
                new ReceivedField("mx.example.org", mode),
                UnpooledByteBufAllocator.DEFAULT,
                Runnable::run,
                remote,
                auth == null ? null : new Login(auth, remote, (task, delay) -> task.run()));
    }

    private static Command command(Verb verb) {
        return switch (verb) {
            case HELO, EHLO, LHLO -> new Command.Hello(verb, "client.example.org");
            case MAIL -> new Command.Mail(Address.parse("susan@example.org"), Map.of(), true);
            case RCPT -> new Command.Rcpt(Address.parse("bob@example.org"), Map.of(), true);
            case VRFY, EXPN -> new Command.Plain(verb, "susan");
            case BDAT -> new Command.Bdat(0, false);
            case AUTH -> new Command.Auth("LOGIN", null);
            case DATA, RSET, NOOP, QUIT, HELP, STARTTLS -> new Command.Plain(verb, "");
        };
    }

    private static Reply say(Session session, Verb verb) {
        if (command(verb) instanceof Command.Bdat chunk) {
            session.beginChunk(chunk);
            assertEquals(Phase.CHUNK, session.phase());
            assertTrue(session.chunk(Unpooled.EMPTY_BUFFER));
            return session.endOfChunk().toCompletableFuture().join();
        }
        return session.on(command(verb)).toCompletableFuture().join();
    }

    private static void bringTo(Session session, Phase phase) {
        Verb hello = session.greeting().toString().contains(" LMTP ") ? Verb.LHLO : Verb.EHLO;
        List<Verb> way = switch (phase) {
            case CONNECTED -> List.of();
            case GREETED -> List.of(hello);
            case SENDER -> List.of(hello, Verb.MAIL);
            case RECIPIENTS -> List.of(hello, Verb.MAIL, Verb.RCPT);
            case CONTENT -> List.of(hello, Verb.MAIL, Verb.RCPT, Verb.DATA);
            case CHUNK -> throw new IllegalArgumentException("it is left at the end of the octets");
            case CHUNKS -> List.of(hello, Verb.MAIL, Verb.RCPT, Verb.BDAT);
            case AUTHENTICATING -> List.of(hello, Verb.AUTH);
            case HANDSHAKE -> List.of(hello, Verb.STARTTLS);
            case CLOSED -> List.of(Verb.QUIT);
        };
        way.forEach(verb -> assertTrue(say(session, verb).code() < 400));
        assertEquals(phase, session.phase());
    }

    @ParameterizedTest(name = "{1} in {0}: {2}, then {3}")
    @CsvSource({
        "CONNECTED, HELO, 250, GREETED",
        "CONNECTED, EHLO, 250, GREETED",
        "CONNECTED, MAIL, 503 5.5.1, CONNECTED",
        "CONNECTED, RCPT, 503 5.5.1, CONNECTED",
        "CONNECTED, DATA, 503 5.5.1, CONNECTED",
        "CONNECTED, BDAT, 503 5.5.1, CONNECTED",
        "CONNECTED, RSET, 250 2.0.0, CONNECTED",
        "CONNECTED, NOOP, 250 2.0.0, CONNECTED",
        "CONNECTED, QUIT, 221 2.0.0, CLOSED",
        "CONNECTED, VRFY, 252 2.0.0, CONNECTED",
        "CONNECTED, EXPN, 502 5.5.1, CONNECTED",
        "CONNECTED, HELP, 214 2.0.0, CONNECTED",
        "CONNECTED, STARTTLS, 503 5.5.1, CONNECTED",
        "CONNECTED, AUTH, 503 5.5.1, CONNECTED",
        "GREETED, HELO, 250, GREETED",
        "GREETED, EHLO, 250, GREETED",
        "GREETED, MAIL, 250 2.1.0, SENDER",
        "GREETED, RCPT, 503 5.5.1, GREETED",
        "GREETED, DATA, 503 5.5.1, GREETED",
        "GREETED, BDAT, 503 5.5.1, GREETED",
        "GREETED, RSET, 250 2.0.0, GREETED",
        "GREETED, NOOP, 250 2.0.0, GREETED",
        "GREETED, QUIT, 221 2.0.0, CLOSED",
        "GREETED, VRFY, 252 2.0.0, GREETED",
        "GREETED, EXPN, 502 5.5.1, GREETED",
        "GREETED, HELP, 214 2.0.0, GREETED",
        "GREETED, STARTTLS, 220 2.0.0, HANDSHAKE",
        "GREETED, AUTH, 334, AUTHENTICATING",
        "SENDER, HELO, 250, GREETED",
        "SENDER, EHLO, 250, GREETED",
        "SENDER, MAIL, 503 5.5.1, SENDER",
        "SENDER, RCPT, 250 2.1.5, RECIPIENTS",
        "SENDER, DATA, 554 5.5.1, SENDER",
        "SENDER, BDAT, 554 5.5.1, SENDER",
        "SENDER, RSET, 250 2.0.0, GREETED",
        "SENDER, NOOP, 250 2.0.0, SENDER",
        "SENDER, QUIT, 221 2.0.0, CLOSED",
        "SENDER, VRFY, 252 2.0.0, SENDER",
        "SENDER, EXPN, 502 5.5.1, SENDER",
        "SENDER, HELP, 214 2.0.0, SENDER",
        "SENDER, STARTTLS, 503 5.5.1, SENDER",
        "SENDER, AUTH, 503 5.5.1, SENDER",
        "RECIPIENTS, HELO, 250, GREETED",
        "RECIPIENTS, EHLO, 250, GREETED",
        "RECIPIENTS, MAIL, 503 5.5.1, RECIPIENTS",
        "RECIPIENTS, RCPT, 250 2.1.5, RECIPIENTS",
        "RECIPIENTS, DATA, 354, CONTENT",
        "RECIPIENTS, BDAT, 250 2.0.0, CHUNKS",
        "RECIPIENTS, RSET, 250 2.0.0, GREETED",
        "RECIPIENTS, NOOP, 250 2.0.0, RECIPIENTS",
        "RECIPIENTS, QUIT, 221 2.0.0, CLOSED",
        "RECIPIENTS, VRFY, 252 2.0.0, RECIPIENTS",
        "RECIPIENTS, EXPN, 502 5.5.1, RECIPIENTS",
        "RECIPIENTS, HELP, 214 2.0.0, RECIPIENTS",
        "RECIPIENTS, STARTTLS, 503 5.5.1, RECIPIENTS",
        "RECIPIENTS, AUTH, 503 5.5.1, RECIPIENTS",
        "CHUNKS, HELO, 250, GREETED",
        "CHUNKS, EHLO, 250, GREETED",
        "CHUNKS, MAIL, 503 5.5.1, CHUNKS",
        "CHUNKS, RCPT, 503 5.5.1, CHUNKS",
        "CHUNKS, DATA, 503 5.5.1, CHUNKS",
        "CHUNKS, BDAT, 250 2.0.0, CHUNKS",
        "CHUNKS, RSET, 250 2.0.0, GREETED",
        "CHUNKS, NOOP, 250 2.0.0, CHUNKS",
        "CHUNKS, QUIT, 221 2.0.0, CLOSED",
        "CHUNKS, VRFY, 252 2.0.0, CHUNKS",
        "CHUNKS, EXPN, 502 5.5.1, CHUNKS",
        "CHUNKS, HELP, 214 2.0.0, CHUNKS",
        "CHUNKS, STARTTLS, 503 5.5.1, CHUNKS",
        "CHUNKS, AUTH, 503 5.5.1, CHUNKS",
    })
    @Rfc({
        "5321#4.1.4",
        "5321#3.5.3",
        "5321#4.1.1.4b",
        "5321#4.1.1.5",
        "5321#4.1.1.6",
        "5321#4.1.1.7",
        "5321#4.1.1.8",
        "5321#4.1.1.9",
        "5321#4.3.2",
        "5321#4.5.1",
        "5321#7.3",
        "3207#4",
        "4954#4f"
    })
    void answers(Phase before, Verb verb, String reply, Phase after) throws Exception {
        Session session = session(true, TestUsers.auth(true));
        bringTo(session, before);
        String actual = say(session, verb).toString();
        assertTrue(actual.startsWith(reply + " "), actual);
        assertEquals(after, session.phase());
        session.close();
    }

    @ParameterizedTest(name = "LMTP: {1} in {0}: {2}, then {3}")
    @CsvSource({
        "CONNECTED, HELO, 500 5.5.1, CONNECTED",
        "CONNECTED, EHLO, 500 5.5.1, CONNECTED",
        "CONNECTED, LHLO, 250, GREETED",
        "CONNECTED, MAIL, 503 5.5.1, CONNECTED",
        "GREETED, HELO, 500 5.5.1, GREETED",
        "GREETED, EHLO, 500 5.5.1, GREETED",
        "GREETED, LHLO, 250, GREETED",
        "GREETED, MAIL, 250 2.1.0, SENDER",
        "GREETED, DATA, 503 5.5.1, GREETED",
        "GREETED, BDAT, 503 5.5.1, GREETED",
        "GREETED, STARTTLS, 220 2.0.0, HANDSHAKE",
        "GREETED, AUTH, 334, AUTHENTICATING",
        "SENDER, EHLO, 500 5.5.1, SENDER",
        "SENDER, LHLO, 250, GREETED",
        "SENDER, RCPT, 250 2.1.5, RECIPIENTS",
        "SENDER, DATA, 503 5.5.1, SENDER",
        "SENDER, BDAT, 503 5.5.1, SENDER",
        "RECIPIENTS, EHLO, 500 5.5.1, RECIPIENTS",
        "RECIPIENTS, LHLO, 250, GREETED",
        "RECIPIENTS, DATA, 354, CONTENT",
        "RECIPIENTS, BDAT, 250 2.0.0, CHUNKS",
        "CHUNKS, EHLO, 500 5.5.1, CHUNKS",
        "CHUNKS, LHLO, 250, GREETED",
        "CHUNKS, BDAT, 250 2.0.0, CHUNKS",
    })
    @Rfc({"2033#4.1", "2033#4.2b"})
    void answersInLmtp(Phase before, Verb verb, String reply, Phase after) throws Exception {
        Session session = session(ListenerMode.LMTP, true, TestUsers.auth(true));
        bringTo(session, before);
        String actual = say(session, verb).toString();
        assertTrue(actual.startsWith(reply + " "), actual);
        assertEquals(after, session.phase());
        session.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"CONNECTED", "GREETED", "SENDER", "RECIPIENTS", "CHUNKS"})
    @Rfc("2033#4.1")
    void lhloIsNotForSmtp(Phase phase) throws Exception {
        Session session = session(false);
        bringTo(session, phase);
        assertEquals("500 5.5.1 This is SMTP: say EHLO", say(session, Verb.LHLO).toString());
        assertEquals(phase, session.phase());
        session.close();
    }

    @Test
    void theOtherPhasesPermitNoCommand() {
        for (Verb verb : Verb.values()) {
            for (Phase phase :
                    List.of(Phase.AUTHENTICATING, Phase.CONTENT, Phase.CHUNK, Phase.HANDSHAKE, Phase.CLOSED)) {
                assertEquals(false, phase.permits(verb), verb + " in " + phase);
            }
        }
    }

    @Test
    void startTlsWithoutACertificateIsNotImplemented() throws Exception {
        Session session = session(false);
        bringTo(session, Phase.GREETED);
        assertEquals(502, say(session, Verb.STARTTLS).code());
    }

    @Test
    @Rfc("5321#4.1.1.11")
    void unknownParametersGet555() throws Exception {
        Session session = session(false);
        bringTo(session, Phase.GREETED);
        Command mail = new Command.Mail(null, Map.of("SOLICIT", "x"), true);
        assertEquals(555, session.on(mail).toCompletableFuture().join().code());
        assertEquals(250, say(session, Verb.MAIL).code());
        Command rcpt = new Command.Rcpt(Address.parse("a@b"), Map.of("AUTH", "x"), true);
        assertEquals(555, session.on(rcpt).toCompletableFuture().join().code());
    }

    @Test
    @Rfc({"6152#2", "3030#3"})
    void bodyIs7bitOr8bitmimeOrBinarymime() throws Exception {
        for (String body : List.of("7BIT", "8bitmime", "BinaryMime")) {
            Session session = session(false);
            bringTo(session, Phase.GREETED);
            Command unknown = new Command.Mail(null, Map.of("BODY", "9BIT"), true);
            assertEquals(501, session.on(unknown).toCompletableFuture().join().code());
            Command known = new Command.Mail(null, Map.of("BODY", body), true);
            assertEquals(250, session.on(known).toCompletableFuture().join().code());
        }
    }

    @Test
    void tooManyErrorsEndTheSession() throws Exception {
        Session session = session(false);
        for (int i = 1; i < Limits.DEFAULT.errors(); i++) {
            assertEquals(503, say(session, Verb.MAIL).code());
        }
        assertEquals(421, say(session, Verb.MAIL).code());
        assertEquals(Phase.CLOSED, session.phase());
    }
}
