package dev.postern.mail.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.Rfc;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ServiceOrderTest {
    private static final long SEED = 2782;

    private static ServiceRecord record(int priority, int weight, String target) {
        return new ServiceRecord(priority, weight, 465, target);
    }

    private static List<String> targets(List<ServiceRecord> records, Random random) {
        return ServiceOrder.of(records, random).stream()
                .map(ServiceRecord::target)
                .toList();
    }

    @Test
    @Rfc("2782#3")
    void theLowerPriorityComesFirstWhateverItsWeight() {
        List<ServiceRecord> records =
                List.of(record(30, 65_535, "c"), record(10, 0, "a"), record(65_535, 9, "d"), record(20, 1, "b"));
        Random random = new Random(SEED);
        for (int i = 0; i < 100; i++) {
            assertEquals(List.of("a", "b", "c", "d"), targets(records, random));
        }
    }

    @Test
    @Rfc("2782#3")
    void amongTheSamePriorityWeightsDecideHowOftenAServerIsFirst() {
        List<ServiceRecord> records = List.of(record(5, 60, "heavy"), record(5, 20, "light"), record(5, 20, "other"));
        Random random = new Random(SEED);
        int rounds = 10_000;
        long heavyFirst = IntStream.range(0, rounds)
                .filter(i -> targets(records, random).get(0).equals("heavy"))
                .count();
        assertTrue(heavyFirst > 0.57 * rounds && heavyFirst < 0.63 * rounds, () -> "first " + heavyFirst + " times");
    }

    @Test
    @Rfc("2782#3")
    void aWeightOfZeroIsDrawnRarelyBesideOthers() {
        List<ServiceRecord> records = List.of(record(5, 99, "heavy"), record(5, 0, "zero"));
        Random random = new Random(SEED);
        int rounds = 10_000;
        long zeroFirst = IntStream.range(0, rounds)
                .filter(i -> targets(records, random).get(0).equals("zero"))
                .count();
        assertTrue(zeroFirst > 0 && zeroFirst < 0.03 * rounds, () -> "first " + zeroFirst + " times");
    }

    @Test
    @Rfc("2782#4")
    void whatIsNotOfferedIsNoServer() {
        assertEquals(List.of(), targets(List.of(new ServiceRecord(0, 0, 0, "")), new Random(SEED)));
        assertEquals(
                List.of("a"), targets(List.of(new ServiceRecord(0, 0, 0, ""), record(1, 1, "a")), new Random(SEED)));
    }

    @Test
    void nothingIsLostAndNothingAddedUpToABound() {
        Random random = new Random(SEED);
        for (int size = 0; size <= 64; size++) {
            List<ServiceRecord> records = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                records.add(record(random.nextInt(4), random.nextInt(3) * 20_000, "host" + i));
            }
            Collections.shuffle(records, random);
            List<ServiceRecord> ordered = ServiceOrder.of(records, random);
            assertEquals(size, ordered.size());
            assertEquals(new HashSet<>(records), new HashSet<>(ordered));
        }
        List<ServiceRecord> many = IntStream.range(0, 3_000)
                .mapToObj(i -> record(i, 65_535, "host" + i))
                .toList();
        List<ServiceRecord> ordered = ServiceOrder.of(many, random);
        assertEquals(many.subList(0, 64), ordered);
    }
}
