package dev.postern.kafka.sink;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.utils.ByteUtils;

/**
 * What is decided behind a committed offset, so that one slow mail does not have all behind it sent again. It travels in the metadata of
 * the offset.
 *
 * @param from the committed offset
 * @param to all before it is decided, but for the open ones
 * @param open offsets from {@code from} on and before {@code to}
 */
record Decided(long from, long to, SortedSet<Long> open) {
    /** Tells our metadata from anything else that stands there. */
    private static final String MARK = "postern1:";

    /** Below the 4,096 that a broker takes by default (offset.metadata.max.bytes). */
    private static final int MOST_CHARACTERS = 3_000;

    private static final int MOST_OCTETS = (MOST_CHARACTERS - MARK.length()) / 4 * 3;
    private static final int LONGEST_NUMBER = 10;

    Decided {
        open = Collections.unmodifiableSortedSet(new TreeSet<>(open));
    }

    /** Nothing is decided from here on. */
    static Decided before(long offset) {
        return new Decided(offset, offset, Collections.emptySortedSet());
    }

    /** What an offset says that was committed; metadata that is not ours says nothing. */
    static Decided of(OffsetAndMetadata committed) {
        long from = committed.offset();
        try {
            ByteBuffer numbers = numbers(committed);
            distance(numbers); // the time
            long to = Math.addExact(from, distance(numbers));
            SortedSet<Long> open = new TreeSet<>();
            long last = from;
            while (numbers.hasRemaining()) {
                last = Math.addExact(last, distance(numbers));
                open.add(last);
            }
            return last <= to ? new Decided(from, to, open) : before(from);
        } catch (IllegalArgumentException | ArithmeticException | BufferUnderflowException e) { // written by others
            return before(from);
        }
    }

    /**
     * Since when it may not tell everything: what was stored from here on may be of records that it calls open.
     *
     * @return empty where it does not say
     */
    static Optional<Instant> time(OffsetAndMetadata committed) {
        try {
            return Optional.of(Instant.ofEpochMilli(distance(numbers(committed))));
        } catch (IllegalArgumentException | BufferUnderflowException e) { // written by others
            return Optional.empty();
        }
    }

    private static ByteBuffer numbers(OffsetAndMetadata committed) {
        String metadata = committed.metadata();
        if (!metadata.startsWith(MARK)) {
            throw new IllegalArgumentException("not ours");
        }
        return ByteBuffer.wrap(Base64.getUrlDecoder().decode(metadata.substring(MARK.length())));
    }

    private static long distance(ByteBuffer numbers) {
        long distance = ByteUtils.readVarlong(numbers);
        if (distance < 0) {
            throw new IllegalArgumentException("offsets do not go back");
        }
        return distance;
    }

    /**
     * To be committed; where there is no room for all, the first open offsets are kept, and what is decided behind them forgotten.
     *
     * @param time since when what is stored is not told here
     */
    OffsetAndMetadata committable(Instant time) {
        ByteBuffer distances = ByteBuffer.allocate(MOST_OCTETS);
        long end = to;
        long last = from;
        for (long offset : open) {
            if (distances.remaining() < 3 * LONGEST_NUMBER) { // for this, the time and the end
                end = offset;
                break;
            }
            ByteUtils.writeVarlong(offset - last, distances);
            last = offset;
        }
        distances.flip();
        ByteBuffer numbers = ByteBuffer.allocate(2 * LONGEST_NUMBER + distances.remaining());
        ByteUtils.writeVarlong(time.toEpochMilli(), numbers);
        ByteUtils.writeVarlong(end - from, numbers);
        numbers.put(distances).flip();
        byte[] octets = new byte[numbers.remaining()];
        numbers.get(octets);
        return new OffsetAndMetadata(
                from, MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(octets));
    }
}
