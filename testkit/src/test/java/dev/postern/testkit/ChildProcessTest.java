package dev.postern.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChildProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private ChildProcess shell(String script) throws IOException {
        return ChildProcess.start("shell", List.of("/bin/sh", "-c", script), directory.resolve("output"));
    }

    @Test
    void keepsWhatItPrintsAndItsExitCode() throws IOException {
        try (ChildProcess process = shell("echo to stdout; echo to stderr >&2; exit 3")) {
            assertEquals(3, process.awaitExit(PATIENCE));
            assertEquals("to stdout\nto stderr\n", process.output());
        }
    }

    @Test
    void isReadyWhenTheProbeSaysSo() throws IOException {
        try (ChildProcess process = shell("echo ready; exec sleep 600")) {
            process.awaitReady(PATIENCE, () -> process.output().contains("ready"));
            assertTrue(process.isAlive());
        }
    }

    @Test
    void endsWithAllThatItStarted() throws Exception {
        ProcessHandle shell;
        ProcessHandle sleep;
        try (ChildProcess process = shell("trap '' TERM; sleep 600; sleep 600")) {
            shell = ProcessHandle.of(process.pid()).orElseThrow();
            process.awaitReady(PATIENCE, () -> shell.children().findAny().isPresent());
            sleep = shell.children().findAny().orElseThrow();
        }
        assertFalse(shell.isAlive());
        assertTrue(sleep.onExit().thenApply(ended -> true).get(20, TimeUnit.SECONDS));
    }

    @Test
    void aProgramThatEndsInsteadOfBecomingReadyTellsWhy() throws IOException {
        try (ChildProcess process = shell("echo no licence; exit 7")) {
            IllegalStateException failure =
                    assertThrows(IllegalStateException.class, () -> process.awaitReady(PATIENCE, () -> false));
            assertEquals("shell ended with 7:\nno licence", failure.getMessage());
        }
    }

    @Test
    void aProgramThatDoesNotBecomeReadyInTimeIsEnded() throws IOException {
        try (ChildProcess process = shell("echo thinking; exec sleep 600")) {
            process.awaitReady(PATIENCE, () -> process.output().contains("thinking"));
            IllegalStateException failure = assertThrows(
                    IllegalStateException.class, () -> process.awaitReady(Duration.ofMillis(100), () -> false));
            assertTrue(failure.getMessage().contains("was not ready within PT0.1S:\nthinking"), failure.getMessage());
            assertFalse(process.isAlive());
        }
    }

    @Test
    void aProgramThatRunsForTooLongIsEnded() throws IOException {
        try (ChildProcess process = shell("exec sleep 600")) {
            assertThrows(IllegalStateException.class, () -> process.awaitExit(Duration.ofMillis(100)));
            assertFalse(process.isAlive());
        }
    }

    @Test
    void ofALongOutputAnErrorShowsTheEnd() throws IOException {
        try (ChildProcess process = shell("for i in $(seq 100); do echo line $i; done; exit 1")) {
            IllegalStateException failure =
                    assertThrows(IllegalStateException.class, () -> process.awaitReady(PATIENCE, () -> false));
            List<String> lines = failure.getMessage().lines().toList();
            assertEquals("(40 lines before these are in " + directory.resolve("output") + ")", lines.get(1));
            assertEquals("line 41", lines.get(2));
            assertEquals("line 100", lines.get(lines.size() - 1));
        }
    }

    @Test
    void aKilledProgramFinishesNothing() throws Exception {
        try (ChildProcess process =
                shell("trap 'echo finished; exit 0' TERM; echo ready; while :; do sleep 0.05; done")) {
            process.awaitReady(PATIENCE, () -> process.output().contains("ready"));
            process.kill();
            process.onExit().get(20, TimeUnit.SECONDS);
            assertEquals("ready\n", process.output());
            assertFalse(process.isAlive());
        }
    }

    @Test
    void endsEvenIfTheJvmThatStartedItIsKilled() throws Exception {
        Process jvm = new ProcessBuilder(JavaCommand.ofMain(
                        64, System.getProperty("java.class.path"), Parent.class.getName(), directory.toString()))
                .redirectError(Redirect.INHERIT)
                .start();
        try (BufferedReader output = jvm.inputReader()) {
            long pid = Long.parseLong(output.readLine());
            ProcessHandle stays = ProcessHandle.of(pid).orElseThrow();
            jvm.destroyForcibly();
            assertTrue(stays.onExit().thenApply(ended -> true).get(20, TimeUnit.SECONDS));
        } finally {
            jvm.destroyForcibly();
        }
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        List<String> command = List.of("/no/such/program");
        IOException failure =
                assertThrows(IOException.class, () -> ChildProcess.start("none", command, directory.resolve("output")));
        assertTrue(failure.getMessage().contains("/no/such/program"), failure.getMessage());
    }

    @Test
    void aPortIsReadyWhenItListens() throws IOException {
        int port = FreePort.onLoopback();
        assertFalse(ChildProcess.listensOn(port).isReady());
        try (ServerSocket listener = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertTrue(ChildProcess.listensOn(listener.getLocalPort()).isReady());
        }
    }
}
