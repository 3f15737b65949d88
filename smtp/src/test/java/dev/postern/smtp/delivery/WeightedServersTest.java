package dev.postern.smtp.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.client.MailServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightedServersTest {
    private static final long SEED = 27;
    private static final int ROUNDS = 20_000;

    private static List<MailServer> named(String... hosts) {
        return Stream.of(hosts).map(host -> MailServer.named(host, 25)).toList();
    }

    private static List<String> drawn(WeightedServers servers) {
        return servers.drawn().stream().map(MailServer::name).toList();
    }

    private static void near(double share, long count) {
        assertTrue(Math.abs(count - share * ROUNDS) < 0.02 * ROUNDS, () -> count + " of " + ROUNDS + ", not " + share);
    }

    @Test
    void withoutWeightsTheOrderIsThatOfTheList() {
        WeightedServers servers = new WeightedServers(named("a", "b", "c"), List.of(), new Random(SEED));
        for (int i = 0; i < 100; i++) {
            assertEquals(List.of("a", "b", "c"), drawn(servers));
        }
    }

    @Test
    void theFirstIsDrawnByWeightAndSoAreItsBackups() {
        WeightedServers servers = new WeightedServers(named("a", "b", "c"), List.of(6, 3, 1), new Random(SEED));
        Map<List<String>, Long> orders = new HashMap<>();
        for (int i = 0; i < ROUNDS; i++) {
            orders.merge(drawn(servers), 1L, Long::sum);
        }
        near(0.6 * 0.75, orders.getOrDefault(List.of("a", "b", "c"), 0L));
        near(0.6 * 0.25, orders.getOrDefault(List.of("a", "c", "b"), 0L));
        near(0.3 * 6 / 7, orders.getOrDefault(List.of("b", "a", "c"), 0L));
        near(0.3 * 1 / 7, orders.getOrDefault(List.of("b", "c", "a"), 0L));
        near(0.1 * 2 / 3, orders.getOrDefault(List.of("c", "a", "b"), 0L));
        near(0.1 * 1 / 3, orders.getOrDefault(List.of("c", "b", "a"), 0L));
    }

    @Test
    void aWeightOfZeroIsABackupOnly() {
        WeightedServers servers = new WeightedServers(named("z", "a", "y", "b"), List.of(0, 1, 0, 1), new Random(SEED));
        long aFirst = 0;
        for (int i = 0; i < ROUNDS; i++) {
            List<String> order = drawn(servers);
            assertEquals(List.of("z", "y"), order.subList(2, 4), "in the order of the list");
            aFirst += order.get(0).equals("a") ? 1 : 0;
        }
        near(0.5, aFirst);
    }

    @Test
    void largeWeightsDontOverflow() {
        int most = Integer.MAX_VALUE;
        WeightedServers servers =
                new WeightedServers(named("a", "b", "c"), List.of(most, most, most), new Random(SEED));
        long bFirst = 0;
        for (int i = 0; i < ROUNDS; i++) {
            bFirst += drawn(servers).get(0).equals("b") ? 1 : 0;
        }
        near(1.0 / 3, bFirst);
    }

    @ParameterizedTest
    @CsvSource({"1", "'1,2,3'", "'0,0'", "'1,-1'"})
    void weightsThatDontSuitTheServers(String weights) {
        List<Integer> values =
                Stream.of(weights.split(",", -1)).map(Integer::valueOf).toList();
        assertThrows(
                IllegalArgumentException.class, () -> new WeightedServers(named("a", "b"), values, new Random(SEED)));
        assertThrows(IllegalArgumentException.class, () -> new WeightedServers(List.of(), List.of(), new Random(SEED)));
    }
}
