package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.Conversation;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** What a server held before clients came, to which it must come back when they are gone. */
final class Resources {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    /** Buffers that the allocator keeps for the next connection. */
    private static final long KEPT_FOR_REUSE = 16 << 20;

    private final SmtpServer server;
    private final Spool spool;
    private final long descriptors;
    private final long directMemory;

    private Resources(SmtpServer server, Spool spool) {
        this.server = server;
        this.spool = spool;
        this.descriptors = descriptors();
        this.directMemory = PlatformDependent.usedDirectMemory();
    }

    /** Takes them when the server has served its first client. */
    static Resources of(SmtpServer server, Spool spool) throws IOException {
        try (Conversation first = new Conversation(server.port())) {
            Awaitility.await()
                    .until(() -> server.connections() == 1 && first.socket().isConnected());
        }
        Awaitility.await().until(() -> server.connections() == 0);
        return new Resources(server, spool);
    }

    /** Waits until all has been given back. */
    void awaitReturned() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertEquals(0, server.connections(), "connections");
            assertEquals(0, spool.used(), "octets in the spool");
            assertEquals(0, spool.memoryUsed(), "octets of the spool in memory");
            assertTrue(descriptors() <= descriptors, () -> descriptors() + " descriptors, before " + descriptors);
            long now = PlatformDependent.usedDirectMemory();
            assertTrue(now <= directMemory + KEPT_FOR_REUSE, () -> now + " octets direct, before " + directMemory);
        });
    }

    private static long descriptors() {
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return Files.isDirectory(DESCRIPTORS) ? open.count() : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
