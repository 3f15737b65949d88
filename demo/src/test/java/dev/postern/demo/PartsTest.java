package dev.postern.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PartsTest {
    private final StringWriter out = new StringWriter();
    private final Parts parts = new Parts(new Console(new PrintWriter(out)));
    private final List<String> closed = new ArrayList<>();

    private CompletableFuture<Void> start(String name) {
        CompletableFuture<Void> exit = new CompletableFuture<>();
        parts.start(name, () -> () -> closed.add(name), part -> "here", part -> exit);
        return exit;
    }

    @Test
    void theLastStartedEndsFirst() throws IOException {
        start("broker");
        start("worker");
        assertTrue(out.toString().contains("  broker                 here"), out.toString());
        parts.close();
        assertEquals(List.of("worker", "broker"), closed);
    }

    @Test
    void theFirstThatFallsIsNamed() {
        CompletableFuture<Void> broker = start("broker");
        CompletableFuture<Void> worker = start("worker");
        assertFalse(parts.fallen().isDone());
        worker.complete(null);
        broker.complete(null);
        assertEquals("worker", parts.fallen().join());
    }

    @Test
    void whatEndsBecauseWeEndItHasNotFallen() throws IOException {
        CompletableFuture<Void> broker = start("broker");
        parts.close();
        broker.complete(null);
        assertFalse(parts.fallen().isDone());
    }

    @Test
    void aPartThatDoesNotStartIsNamedWithTheFirstLineOfTheReason() {
        DemoException failure = assertThrows(
                DemoException.class,
                () -> parts.step(
                        "broker",
                        () -> {
                            throw new IOException("no room\nand much more");
                        },
                        done -> ""));
        assertEquals("broker: no room", failure.getMessage());
        assertEquals("", out.toString());
    }

    @Test
    void onePartThatDoesNotEndKeepsNoOtherAlive() {
        start("broker");
        parts.start(
                "worker",
                () -> () -> {
                    throw new IOException("stuck");
                },
                part -> "",
                part -> new CompletableFuture<>());
        assertThrows(IOException.class, parts::close);
        assertEquals(List.of("broker"), closed);
    }
}
