package dev.postern.kafka.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecidedTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00.123Z");
    private static final int BROKERS_LIMIT = 4_096; // offset.metadata.max.bytes

    @Test
    void comesBackFromMetadata() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int run = 0; run < 500; run++) {
            long from = random.nextLong(1L << 50);
            TreeSet<Long> open = new TreeSet<>();
            long offset = from;
            for (int i = random.nextInt(200); i > 0; i--) {
                open.add(offset);
                offset += 1 + random.nextInt(300);
            }
            Decided decided = new Decided(from, offset + random.nextInt(1_000), open);
            assertEquals(decided, Decided.of(decided.committable(NOON)), "seed " + seed);
            assertEquals(Optional.of(NOON), Decided.time(decided.committable(NOON)));
        }
    }

    @Test
    void whereThereIsNoRoomTheFirstOpenOnesAreKept() {
        TreeSet<Long> open = new TreeSet<>();
        for (long i = 0; i < 100_000; i++) {
            open.add(1_000 + i * 1_000);
        }
        OffsetAndMetadata committable = new Decided(1_000, 200_000_000, open).committable(NOON);
        assertTrue(committable.metadata().length() < BROKERS_LIMIT);
        Decided kept = Decided.of(committable);
        assertTrue(kept.open().size() > 500, "kept " + kept.open().size());
        assertEquals(open.headSet(kept.to()), kept.open(), "behind its end nothing is said to be decided");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "postern1:", "postern1:!", "postern1:////////////", "postern1:AQ", "postern1:gA"})
    void metadataOfOthersSaysNothing(String metadata) {
        assertEquals(Decided.before(7), Decided.of(new OffsetAndMetadata(7, metadata)));
        assertEquals(Optional.empty(), Decided.time(new OffsetAndMetadata(7, metadata)));
    }

    @Test
    void hostileMetadataSaysNothingThatIsWrong() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int run = 0; run < 2_000; run++) {
            byte[] octets = new byte[random.nextInt(40)];
            random.nextBytes(octets);
            String metadata = "postern1:" + new String(Base64.getUrlEncoder().encode(octets), UTF_8);
            Decided decided = Decided.of(new OffsetAndMetadata(Long.MAX_VALUE / 2, metadata));
            assertTrue(decided.to() >= decided.from(), "seed " + seed);
            for (long offset : decided.open()) {
                assertTrue(offset >= decided.from() && offset <= decided.to(), "seed " + seed);
            }
        }
    }
}
