package dev.postern.kafka.source.mailbox;

import java.time.Duration;

/**
 * What is taken from a server.
 *
 * @param literal octets at once
 * @param answer octets in answer to one command
 * @param patience how long the answer to one command may take, however it trickles
 */
public record Bounds(long literal, long answer, Duration patience) {
    private static final long LEEWAY = 16_777_216;
    private static final Duration PATIENCE = Duration.ofMinutes(35); // a command may be IDLE, for up to 29 minutes

    /**
     * Those for mail of up to a size.
     *
     * @param together octets of mails that are asked for by one command
     */
    public static Bounds forMail(long largest, long together) {
        return new Bounds(largest + 65_536, 2 * (largest + together) + LEEWAY, PATIENCE);
    }

    /** The same for a protocol without literals. */
    public static Bounds forLines(long largest) {
        return new Bounds(Long.MAX_VALUE, largest + LEEWAY, PATIENCE);
    }
}
