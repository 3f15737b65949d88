package dev.postern.demo;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The packaged demo in a process of its own, as the script starts it; remembers the processes that it starts and the ports that it names. */
final class DemoRun implements AutoCloseable {
    static final Path KIT = Path.of("target").toAbsolutePath();

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");

    private final Path temporary;
    private final ChildProcess process;
    private final ProcessHandle handle;
    private final Set<ProcessHandle> descendants = new LinkedHashSet<>();

    private DemoRun(Path temporary, ChildProcess process) {
        this.temporary = temporary;
        this.process = process;
        this.handle = ProcessHandle.of(process.pid()).orElseThrow();
    }

    /**
     * Starts it.
     *
     * @param kit what the build has laid out
     * @param directory for its output, and for its files as if it were /tmp
     */
    static DemoRun start(Path kit, Path directory, String... arguments) throws IOException {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        List<String> command = new ArrayList<>();
        Collections.addAll(
                command,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                kit + "/classes:" + kit + "/lib/*:" + kit + "/kafka/*",
                "dev.postern.demo.DemoCommand");
        Collections.addAll(command, arguments);
        return new DemoRun(temporary, ChildProcess.start("demo", command, directory.resolve("output")));
    }

    /** What it has printed so far. */
    String output() throws IOException {
        return process.output();
    }

    /** Waits until it has printed this so many times. */
    void awaitOutput(String text, int times) {
        await().atMost(PATIENCE).until(() -> {
            handle.descendants().forEach(descendants::add);
            assertTrue(process.isAlive(), process.output());
            return process.output().split(Pattern.quote(text), -1).length - 1 == times;
        });
    }

    /** Waits for its end; the exit code. */
    int awaitExit() throws IOException {
        await().atMost(PATIENCE).until(() -> {
            handle.descendants().forEach(descendants::add);
            return !process.isAlive();
        });
        return process.awaitExit(PATIENCE);
    }

    /** The process whose command line holds this. */
    ProcessHandle part(String mainClass) {
        return handle.descendants()
                .filter(part -> part.info().commandLine().orElse("").contains(mainClass))
                .findAny()
                .orElseThrow();
    }

    /** Asks it to end, as Ctrl-C does; by SIGTERM, for where a build runs in the background SIGINT is ignored. */
    void signal() {
        handle.destroy();
    }

    /** Asserts that neither a process nor a port is left of it. */
    void assertNothingRuns(int atLeastStarted) throws IOException {
        assertTrue(descendants.size() >= atLeastStarted, descendants.toString());
        for (ProcessHandle descendant : descendants) {
            assertFalse(descendant.isAlive(), descendant.info().toString());
        }
        for (int port : ports()) {
            assertFalse(ChildProcess.listensOn(port).isReady(), port + " still listens\n" + output());
        }
    }

    private List<Integer> ports() throws IOException {
        return PORT.matcher(output())
                .results()
                .map((MatchResult match) -> Integer.valueOf(match.group(1)))
                .distinct()
                .toList();
    }

    /** Asserts that these files, by name, are left of its temporary directory. */
    void assertFilesLeft(String... names) throws IOException {
        try (Stream<Path> files = Files.walk(temporary)) {
            assertEquals(
                    List.of(names),
                    files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString())
                            .filter(name -> !name.startsWith("hsperfdata"))
                            .sorted()
                            .toList());
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
