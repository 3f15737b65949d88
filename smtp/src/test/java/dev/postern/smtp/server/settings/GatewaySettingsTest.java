package dev.postern.smtp.server.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.Reply;
import dev.postern.smtp.server.MailSink;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.FreePort;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several listeners whose mail goes the same way. */
@Timeout(60)
class GatewaySettingsTest {
    private static final MailSink SINK = (envelope, message) -> {
        message.close();
        return CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "OK"));
    };

    private static GatewaySettings settings(Map<String, String> texts) {
        return GatewaySettings.of(SettingValues.of(texts::get));
    }

    private static List<SettingProblem> problems(Map<String, String> texts) {
        return settings(texts).problems(Face.of(UnaryOperator.identity()));
    }

    private static Listeners listen(GatewaySettings settings) throws IOException {
        return settings.listen(SINK, Duration.ofSeconds(5), Face.of(UnaryOperator.identity()));
    }

    @Test
    void eachHasItsOwnAndWhatIsSetForAll() throws IOException {
        GatewaySettings settings = settings(Map.of(
                "listeners", "mx,printers",
                "listen.port", "0",
                "hostname", "mx.example.org",
                "accepted.domains", "example.org",
                "listener.printers.hostname", "printers.example.org",
                "listener.printers.relay.networks", "127.0.0.0/8"));
        assertEquals(List.of(), settings.problems(Face.of(UnaryOperator.identity())));
        try (Listeners listeners = listen(settings);
                Conversation mx = new Conversation(listeners.servers().get(0).port());
                Conversation printers =
                        new Conversation(listeners.servers().get(1).port())) {
            mx.expect("220 mx.example.org");
            printers.expect("220 printers.example.org");
            for (Conversation client : List.of(mx, printers)) {
                client.say("EHLO client", "250");
                client.say("MAIL FROM:<susan@example.net>", "250");
            }
            mx.say("RCPT TO:<bob@example.net>", "550 5.7.1");
            printers.say("RCPT TO:<bob@example.net>", "250");
        }
    }

    @Test
    void whatIsWrongIsNamedAsItIsSetAndOnce() {
        Map<String, String> texts = Map.of(
                "listeners", "mx,printers,Printers2",
                "recipients.max", "1",
                "listen.port", "0",
                "listener.printers.listen.port", "many");
        List<SettingProblem> problems = problems(texts);
        assertEquals(
                List.of("listeners = Printers2", "recipients.max = 1", "listener.printers.listen.port = many"),
                problems.stream()
                        .map(problem -> problem.name() + " = " + problem.value())
                        .toList());
    }

    @Test
    void twoInOnePlaceAreRefused() {
        SettingProblem problem = problems(Map.of("listeners", "mx,printers")).get(0);
        assertEquals("listener.printers.listen.port", problem.name());
        assertEquals("is where the listener mx is too: give each its own port", problem.remedy());
    }

    @Test
    void theirLargestMessageIsThatOfTheLargest() {
        Map<String, String> texts = Map.of(
                "listeners", "mx,printers",
                "message.size.max", "70000",
                "listener.printers.message.size.max", "90000");
        assertEquals(90_000, settings(texts).messageSize());
        assertTrue(settings(texts).namesOfTheirOwn().contains("listener.mx.message.size.max"));
        assertEquals(0, settings(Map.of()).namesOfTheirOwn().size());
    }

    @Test
    void whereOneCanNotOpenNoneDoes() throws IOException {
        int first = FreePort.onLoopback();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            GatewaySettings settings = settings(Map.of(
                    "listeners", "mx,printers",
                    "listener.mx.listen.port", String.valueOf(first),
                    "listener.printers.listen.port", String.valueOf(taken.getLocalPort())));
            String failure = String.valueOf(
                    assertThrows(BindException.class, () -> listen(settings).close())
                            .getMessage());
            assertTrue(failure.contains("set listen.host and listener.printers.listen.port to what is free"), failure);
            try (ServerSocket again = new ServerSocket(first, 1, InetAddress.getLoopbackAddress())) {
                assertTrue(again.isBound());
            }
        }
    }

    @Test
    void gatewaysMeetWhereOneOfTheirListenersIsTheSame() {
        GatewaySettings one = settings(Map.of("listeners", "mx,printers", "listener.printers.listen.port", "2727"));
        assertTrue(one.meets(settings(Map.of())));
        assertTrue(settings(Map.of("listen.port", "2727")).meets(one));
        assertFalse(one.meets(settings(Map.of("listen.port", "2828"))));
        assertFalse(settings(Map.of("listen.port", "0")).meets(settings(Map.of("listen.port", "0"))));
    }

    @Test
    void theirDifferencesAreToldWithoutSecrets() {
        assertEquals(
                List.of(), settings(Map.of()).differences(settings(Map.of("listen.port", "2525", "hostname", " "))));
        assertEquals(
                List.of(
                        new SettingDifference("hostname", "a", "b"),
                        new SettingDifference("keystore.password", "hidden", "hidden")),
                settings(Map.of("hostname", "a", "keystore.password", "x"))
                        .differences(settings(Map.of("hostname", "b", "keystore.password", "y"))));
        assertEquals(
                List.of(new SettingDifference("listeners", "mx", "")),
                settings(Map.of("listeners", "mx", "hostname", "a")).differences(settings(Map.of())));
        assertEquals(
                List.of(new SettingDifference("listener.mx.hostname", "a", "b")),
                settings(Map.of("listeners", "mx", "listener.mx.hostname", "a"))
                        .differences(settings(Map.of("listeners", "mx", "listener.mx.hostname", "b"))));
    }

    @Test
    void theClassesOfTheOperatorsOwnAreNamed() {
        assertEquals(List.of(), settings(Map.of()).ownClasses());
        assertEquals(
                List.of("recipient.verifier.class"),
                settings(Map.of("listeners", "a,b", "listener.b.recipient.verifier.class", "x.Y"))
                        .ownClasses());
    }
}
