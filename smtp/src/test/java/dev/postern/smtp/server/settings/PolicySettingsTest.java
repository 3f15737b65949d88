package dev.postern.smtp.server.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.Reply;
import dev.postern.smtp.policy.ClientLimits;
import dev.postern.smtp.policy.LoopDetection;
import dev.postern.smtp.policy.Trust;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.smtp.server.SmtpServerBuilder;
import dev.postern.testkit.Conversation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policy as an operator sets it. */
@Timeout(60)
class PolicySettingsTest {
    @TempDir
    Path directory;

    private ListenerSettings settings(Map<String, String> more) {
        Map<String, String> texts = new HashMap<>(more);
        texts.put("listen.port", "0");
        texts.put("hostname", "mx.example.org");
        texts.put("spool.directory", directory.toString());
        return ListenerSettings.of(SettingValues.of(texts::get));
    }

    private SmtpServer listen(Map<String, String> texts) throws IOException {
        ListenerSettings settings = settings(texts);
        assertEquals(List.of(), settings.problems(Face.of(UnaryOperator.identity())));
        return settings.listen(
                (envelope, message) -> {
                    message.close();
                    return CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "OK"));
                },
                Duration.ofSeconds(5),
                Face.of(UnaryOperator.identity()));
    }

    @Test
    void whatIsSetIsAsked() throws IOException {
        try (SmtpServer server = listen(
                        Map.of("recipient.patterns", "*@example.net", "received.max", "2", "check.header", "true"));
                Conversation client = new Conversation(server.port())) {
            client.expect("220");
            client.say("EHLO client", "250");
            for (String content : List.of("Subject: none\r\n", "Received: x\r\n".repeat(2))) {
                client.say("MAIL FROM:<susan@example.org>", "250");
                client.say("RCPT TO:<bob@example.com>", "550 5.1.1");
                client.say("RCPT TO:<bob@example.net>", "250");
                client.say("DATA", "354");
                client.say(content + "\r\nHello\r\n.", content.startsWith("Subject") ? "554 5.6.0" : "554 5.4.6");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "recipient.patterns, bob",
        "login.senders, bob",
        "message.size.users, bob=1",
        "message.size.users, bob=999999999999999",
        "greylist.delay.ms, 3600001",
        "limit.messages.per.hour, -1"
    })
    void whatIsWrongIsSaid(String name, String value) {
        List<SettingProblem> problems = settings(Map.of(name, value)).problems(Face.of(UnaryOperator.identity()));
        assertEquals(1, problems.size(), problems::toString);
        assertEquals(name, problems.get(0).name());
    }

    @Test
    void whatIsNotSetRefusesFloodsAndLoopsOnly() throws IOException {
        SettingValues nothing = SettingValues.of(name -> null);
        SmtpServerBuilder server =
                SmtpServer.builder((envelope, message) -> CompletableFuture.completedFuture(Reply.of(250, "OK")));
        try (ListenerParts parts = new ListenerParts(server, "mx.example.org", Trust.IN_USERS, Face.of(name -> name))) {
            new ClientLimitSettings(nothing).applyTo(parts);
            new PolicySettings(nothing).applyTo(parts);
            assertEquals(
                    List.of(ClientLimits.class, LoopDetection.class),
                    parts.checks().stream().map(Object::getClass).toList());
        }
        assertTrue(PolicySettings.RECEIVED.byDefault() >= 100);
    }
}
