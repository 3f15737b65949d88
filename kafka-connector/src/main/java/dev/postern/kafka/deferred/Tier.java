package dev.postern.kafka.deferred;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * A topic whose mails wait equally long, but for a spread: each of its partitions adds a part of a fifth of the pause, so that what was deferred
 * together is not tried again together.
 *
 * @param pause zero for what is to be attempted at once
 * @param partitions at least 1
 */
record Tier(String topic, Duration pause, int partitions) {
    private static final int SPREAD = 5;

    /** The name of such a topic. */
    static String topic(String prefix, Duration pause) {
        return prefix + "-"
                + (pause.isZero()
                        ? "now"
                        : pause.toString().substring("PT".length()).toLowerCase(Locale.ROOT));
    }

    /** The pause in one partition. */
    Duration pause(int partition) {
        return pause.plus(pause.multipliedBy(partition).dividedBy((long) SPREAD * partitions));
    }

    /** A slot whose mail is attempted when the pause is over. */
    Slot slot(Instant now, RandomGenerator random) {
        int partition = random.nextInt(partitions);
        Instant wake = now.plus(pause(partition));
        return new Slot(topic, partition, wake, wake);
    }

    /** A slot for a mail that is due at this time, which may be later than the pause takes. */
    Slot slot(Instant now, Instant due, RandomGenerator random) {
        Slot slot = slot(now, random);
        return new Slot(topic, slot.partition(), due.isBefore(slot.wake()) ? due : slot.wake(), due);
    }
}
