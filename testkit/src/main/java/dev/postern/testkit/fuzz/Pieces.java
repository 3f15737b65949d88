package dev.postern.testkit.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** One input as bytes that arrive in pieces. The first byte of the input says how they are cut, so that the fuzzer changes that too. */
public final class Pieces {
    private static final int MANY = 8;

    private final byte[] all;
    private final List<byte[]> cut;

    private Pieces(byte[] all, List<byte[]> cut) {
        this.all = all;
        this.cut = List.copyOf(cut);
    }

    /** Takes the input apart. */
    public static Pieces of(byte[] input) {
        if (input.length == 0) {
            return new Pieces(input, List.of());
        }
        byte[] all = Arrays.copyOfRange(input, 1, input.length);
        Random random = new Random(input[0]); // the same cuts for the same input
        int longest = input[0] < 0 ? Math.max(1, all.length) : 1 + input[0] % MANY;
        List<byte[]> cut = new ArrayList<>();
        for (int from = 0; from < all.length; ) {
            int to = Math.min(all.length, from + 1 + random.nextInt(longest));
            cut.add(Arrays.copyOfRange(all, from, to));
            from = to;
        }
        return new Pieces(all, cut);
    }

    /** The bytes in one; not a copy. */
    public byte[] all() {
        return all;
    }

    /** The same bytes in pieces, none of which is empty. */
    public List<byte[]> cut() {
        return cut;
    }
}
