package dev.postern.kafka.deferred;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** When a mail is tried again, and in which topic it waits until then. */
final class Tiers {
    private final List<Duration> schedule;
    private final TreeMap<Duration, Tier> byPause = new TreeMap<>();
    private final RandomGenerator random;

    /**
     * Tiers for a schedule.
     *
     * @param schedule the pauses behind the first attempt, the second and so on; behind the last it repeats. At least one
     * @param partitions of each topic, by its name
     */
    Tiers(String prefix, List<Duration> schedule, Map<String, Integer> partitions, RandomGenerator random) {
        this.schedule = List.copyOf(schedule);
        this.random = random;
        for (Duration pause : pauses(schedule)) {
            String topic = Tier.topic(prefix, pause);
            byPause.put(pause, new Tier(topic, pause, partitions.getOrDefault(topic, 1)));
        }
    }

    /** The topics of a schedule. */
    static List<String> topics(String prefix, List<Duration> schedule) {
        return pauses(schedule).stream().map(pause -> Tier.topic(prefix, pause)).toList();
    }

    private static List<Duration> pauses(List<Duration> schedule) {
        List<Duration> pauses = new ArrayList<>(schedule);
        pauses.add(Duration.ZERO);
        return pauses.stream().distinct().sorted().toList();
    }

    /** Where a mail waits behind this many attempts, at least 1. */
    Slot behind(int attempts, Instant now) {
        Duration pause = schedule.get(Math.min(attempts, schedule.size()) - 1);
        return tier(pause).slot(now, random);
    }

    /** Where a mail waits that is due at this time: not longer than that, but for the shortest pause. */
    Slot until(Instant due, Instant now) {
        Duration left = Duration.between(now, due);
        if (left.isNegative() || left.isZero()) {
            return tier(Duration.ZERO).slot(now, due, random);
        }
        Duration shortest = byPause.higherKey(Duration.ZERO);
        return tier(left.compareTo(shortest) < 0 ? shortest : left).slot(now, due, random);
    }

    /** The tier of the longest pause up to this one. */
    private Tier tier(Duration pause) {
        return byPause.floorEntry(pause).getValue();
    }
}
