package dev.postern.smtp.server.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.smtp.Reply;
import dev.postern.smtp.policy.Trust;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.smtp.server.SmtpServerBuilder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FilterSettingsTest {
    private static List<SettingProblem> problems(Map<String, String> texts) {
        return ListenerSettings.of(SettingValues.of(texts::get)).problems(Face.of(name -> name)).stream()
                .filter(problem -> problem.name().startsWith("milter"))
                .toList();
    }

    private static int checks(Map<String, String> texts) {
        SmtpServerBuilder server = SmtpServer.builder((envelope, message) -> {
            message.close();
            return CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "OK"));
        });
        try (ListenerParts parts = new ListenerParts(server, "mx.example.org", Trust.IN_USERS, Face.of(name -> name))) {
            new FilterSettings(SettingValues.of(texts::get)).applyTo(parts);
            return parts.checks().size();
        }
    }

    @Test
    void whatIsWrongIsToldByName() {
        List<SettingProblem> problems = problems(Map.of(
                "milters", "inet:127.0.0.1:8891,localhost:8891", "milter.timeout.ms", "99", "milter.failure", "maybe"));
        assertEquals(
                List.of("milter.failure", "milter.timeout.ms", "milters"),
                problems.stream().map(SettingProblem::name).sorted().toList());
        assertEquals(
                List.of(), problems(Map.of("milters", "inet:127.0.0.1:8891,unix:/run/x", "milter.failure", "accept")));
    }

    @Test
    void eachMilterIsACheck() {
        assertEquals(0, checks(Map.of()));
        assertEquals(2, checks(Map.of("milters", "inet:127.0.0.1:8891,inet:[::1]:8892")));
    }
}
