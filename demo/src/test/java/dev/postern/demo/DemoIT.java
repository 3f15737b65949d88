package dev.postern.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.ProgramRun;
import dev.postern.testkit.RequiresPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged demo: what it prints, how it ends, and that nothing is left of it. */
@Timeout(600)
class DemoIT {
    /** The broker and the worker. */
    private static final int PROCESSES = 2;

    private static final Pattern ROUND_OF_CONNECT = Pattern.compile("""
            A mail: SMTP -> source connector -> topic mail-from-connect -> sink -> SMTP .*
             +0 ms  SMTP client -> source connector: connects to 127\\.0\\.0\\.1:\\d+
             +\\d+ ms  source connector -> topic mail-from-connect: partition 0, offset 0, mail (?<id>\\w{26})
             +\\d+ ms  source connector -> SMTP client, now that it is stored: 250 2\\.0\\.0 Accepted as \\k<id>
             +\\d+ ms  topic mail-from-connect -> sink -> receiving SMTP server: \\[bob@example\\.net] has it as .*\\.eml
              \\| Received: (?s:.*)\\sid \\k<id>(?s:.*)
              \\| Subject: Through the source connector(?s:.*)
              \\| and went out by SMTP again
            """);

    @TempDir
    private Path directory;

    @Test
    void onceFollowsAMailHopByHopAndLeavesNothing() throws IOException {
        try (DemoRun demo = DemoRun.start(DemoRun.KIT, directory, "--once")) {
            int exitCode = demo.awaitExit();
            assertEquals(0, exitCode, demo.output());
            assertTrue(ROUND_OF_CONNECT.matcher(demo.output()).find(), demo.output());
            demo.assertNothingRuns(PROCESSES);
            demo.assertFilesLeft();
        }
    }

    @Test
    void aHopThatFailsIsNamedInOneLineAndNothingRunsOn() throws IOException {
        try (DemoRun demo = DemoRun.start(kitWithAnEmptyPlugin(), directory, "--once")) {
            int exitCode = demo.awaitExit();
            assertEquals(1, exitCode, demo.output());
            List<String> failures = demo.output()
                    .lines()
                    .filter(line -> line.startsWith("postern demo: "))
                    .toList();
            assertEquals(1, failures.size(), demo.output());
            assertTrue(
                    failures.get(0).startsWith("postern demo: failed at connector mail-in: ")
                            && failures.get(0).contains("dev.postern.kafka.source.MailSourceConnector"),
                    failures.get(0));
            demo.assertNothingRuns(PROCESSES);
            demo.assertFilesLeft("broker.log", "demo.log", "worker.log");
        }
    }

    private Path kitWithAnEmptyPlugin() throws IOException {
        Path kit = Files.createDirectory(directory.resolve("kit"));
        for (String part : List.of("lib", "kafka", "payara")) {
            Files.createSymbolicLink(kit.resolve(part), DemoRun.KIT.resolve(part));
        }
        copy(DemoRun.KIT.resolve("classes"), kit.resolve("classes")); // the JVM would look through a link
        Files.createDirectories(kit.resolve("plugins/empty"));
        return kit;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    @Test
    void aPartThatCrashesIsNamedAndNothingRunsOn() throws IOException {
        try (DemoRun demo = DemoRun.start(DemoRun.KIT, directory)) {
            demo.awaitOutput("Stop with Ctrl-C", 1);
            demo.part("kafka.Kafka").destroyForcibly();
            int exitCode = demo.awaitExit();
            assertEquals(1, exitCode, demo.output());
            assertTrue(
                    demo.output().contains("\npostern demo: failed at Kafka broker: it ended by itself\n"),
                    demo.output());
            demo.assertNothingRuns(PROCESSES);
        }
    }

    @Test
    @RequiresPeer({"swaks", "curl"})
    void withoutOnceItTakesMailAsItSaysUntilItIsTold() throws IOException {
        try (DemoRun demo = DemoRun.start(DemoRun.KIT, directory)) {
            demo.awaitOutput("Stop with Ctrl-C", 1);
            int arrived = 0;
            for (String start : List.of("swaks ", "printf ")) {
                for (String line : linesThatStartWith(start, demo.output())) {
                    sh(line);
                    arrived++;
                    demo.awaitOutput("arrived: ", arrived);
                }
            }
            assertEquals(2, arrived, demo.output());
            String status = sh(linesThatStartWith("connectors  curl", demo.output())
                            .get(0)
                            .substring("connectors  ".length()))
                    .output();
            assertTrue(status.contains("\"mail-in\"") && status.contains("\"RUNNING\""), status);

            demo.signal();
            assertEquals(128 + 15, demo.awaitExit(), demo.output());
            assertTrue(demo.output().endsWith("All parts have ended.\n"), demo.output());
            demo.assertNothingRuns(PROCESSES);
            demo.assertFilesLeft();
        }
    }

    private static List<String> linesThatStartWith(String start, String output) {
        Matcher lines =
                Pattern.compile("(?m)^ *(" + Pattern.quote(start) + ".*)$").matcher(output);
        return lines.results().map(line -> line.group(1)).toList();
    }

    private static ProgramRun sh(String line) throws IOException {
        return ProgramRun.of(Duration.ofSeconds(60), List.of("sh", "-c", line)).succeeded();
    }
}
