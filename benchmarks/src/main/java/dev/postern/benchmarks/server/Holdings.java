package dev.postern.benchmarks.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a server's process holds.
 *
 * @param heap octets of its heap in use after a collection
 * @param heapPeak octets of its heap in use at most since it started, garbage included
 * @param direct octets of Netty's direct buffers, those kept for reuse included
 * @param resident octets of the process in memory (VmRSS)
 * @param descriptors open file descriptors
 * @param connections open connections of the listener
 * @param mails mails taken so far
 */
public record Holdings(
        long heap, long heapPeak, long direct, long resident, long descriptors, long connections, long mails) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Path PROC = Path.of("/proc/self");

    /** Those of this process, after a collection. */
    static Holdings now(int connections, long mails) throws IOException {
        System.gc();
        long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
        return new Holdings(
                used, peak, PlatformDependent.usedDirectMemory(), residentNow(), descriptorsNow(), connections, mails);
    }

    /** Reads what {@link #toJson()} wrote. */
    public static Holdings parse(String json) throws JsonProcessingException {
        return MAPPER.readValue(json, Holdings.class);
    }

    String toJson() throws JsonProcessingException {
        return MAPPER.writeValueAsString(this);
    }

    private static long residentNow() throws IOException {
        return Files.readAllLines(PROC.resolve("status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElse(0);
    }

    private static long descriptorsNow() throws IOException {
        try (Stream<Path> open = Files.list(PROC.resolve("fd"))) {
            return open.count();
        }
    }
}
