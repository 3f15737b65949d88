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
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged demo: what it prints, how it ends, and that nothing is left of it. */
@Timeout(600)
class DemoIT {
    /** The broker, the worker, the application server, and what ends them if the demo is killed. */
    private static final int PROCESSES = 4;

    private static final String[] LOGS = {"broker.log", "demo.log", "payara-micro.log", "worker.log"};

    @TempDir
    private Path directory;

    @Test
    void onceFollowsAMailHopByHopAndLeavesNothing() throws IOException {
        try (DemoRun demo = DemoRun.start(DemoRun.KIT, directory, "--once")) {
            int exitCode = demo.awaitExit();
            assertEquals(0, exitCode, demo.output());
            Matcher application =
                    journey("application server", "MDB", "mail-from-app-server").matcher(demo.output());
            assertTrue(application.find(), demo.output());
            Matcher connect = journey("source connector", "source connector", "mail-from-connect")
                    .matcher(demo.output());
            assertTrue(connect.find(application.end()), demo.output());
            demo.assertNothingRuns(PROCESSES);
            demo.assertFilesLeft();
        }
    }

    /** What is printed of a mail's way, the same id in each hop and in the mail. */
    private static Pattern journey(String entrance, String carrier, String topic) {
        return Pattern.compile("""
                A mail: SMTP -> %1$s -> topic %3$s -> sink -> SMTP .*
                 +0 ms  SMTP client -> %1$s: connects to 127\\.0\\.0\\.1:\\d+
                 +\\d+ ms  %2$s -> topic %3$s: partition 0, offset 0, mail (?<id>\\w{26})
                 +\\d+ ms  %1$s -> SMTP client, now that it is stored: 250 2\\.0\\.0 Accepted as \\k<id>
                 +\\d+ ms  topic %3$s -> sink -> receiving SMTP server: \\[bob@example\\.net] has it as .*\\.eml
                  \\| Received: (?:  \\| .*\n|.*\n)*?.* id \\k<id>
                (?:  \\| .*\n)*?  \\| Subject: Through the %1$s
                (?:  \\| .*\n)*?  \\| and went out by SMTP again
                """.formatted(entrance, carrier, topic));
    }

    @Test
    void aHopThatFailsIsNamedInOneLineAndNothingRunsOn() throws IOException {
        Path kit = kit("plugins", "kafka", "payara", "lib");
        Path deployments = Files.createDirectory(kit.resolve("deployments"));
        Files.copy(DemoRun.KIT.resolve("deployments/postern.rar"), deployments.resolve("postern.rar"));
        try (JarOutputStream withoutBeans =
                new JarOutputStream(Files.newOutputStream(deployments.resolve("postern-gateway.war")))) {
            withoutBeans.putNextEntry(new JarEntry("index.html"));
        }
        assertFails(kit, "SMTP client -> application server: ");
    }

    @Test
    void aPartThatDoesNotStartIsNamedInOneLineAndNothingRunsOn() throws IOException {
        Path kit = kit("deployments", "kafka", "payara", "lib");
        Files.createDirectories(kit.resolve("plugins/empty"));
        assertFails(kit, "connector mail-in: ");
    }

    private void assertFails(Path kit, String hop) throws IOException {
        try (DemoRun demo = DemoRun.start(kit, directory, "--once")) {
            int exitCode = demo.awaitExit();
            assertEquals(1, exitCode, demo.output());
            List<String> failures = demo.output()
                    .lines()
                    .filter(line -> line.startsWith("postern demo: "))
                    .toList();
            assertEquals(1, failures.size(), demo.output());
            assertTrue(failures.get(0).startsWith("postern demo: failed at " + hop), failures.get(0));
            demo.assertNothingRuns(PROCESSES);
            demo.assertFilesLeft(LOGS);
        }
    }

    /** A kit that lacks all but these parts. */
    private Path kit(String... parts) throws IOException {
        Path kit = Files.createDirectory(directory.resolve("kit"));
        for (String part : parts) {
            Files.createSymbolicLink(kit.resolve(part), DemoRun.KIT.resolve(part));
        }
        copy(DemoRun.KIT.resolve("classes"), kit.resolve("classes")); // the JVM would look through a link
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
            assertEquals(4, arrived, demo.output());
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
