package dev.postern.benchmarks.server;

import dev.postern.smtp.server.SmtpServer;
import dev.postern.smtp.server.settings.Face;
import dev.postern.smtp.server.settings.ListenerSettings;
import dev.postern.smtp.server.settings.SettingProblem;
import dev.postern.smtp.server.settings.SettingValues;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A listener of Postern as an operator sets it, with all checks that are on by default; with a sink that closes each message unread. */
public final class CheckedServer {
    private static final Duration STOP_GRACE = Duration.ofSeconds(5);

    private CheckedServer() {}

    /**
     * Serves until standard input ends.
     *
     * @param arguments settings, each {@code name=value}
     */
    public static void main(String[] arguments) throws IOException {
        Map<String, String> texts = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            texts.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        ListenerSettings settings = ListenerSettings.of(SettingValues.of(texts::get));
        List<SettingProblem> problems = settings.problems(Face.of(UnaryOperator.identity()));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.toString());
        }
        try (SmtpServer server = settings.listen(new Taken(), STOP_GRACE, Face.of(UnaryOperator.identity()))) {
            Life.serveOn(server.port());
        }
    }
}
