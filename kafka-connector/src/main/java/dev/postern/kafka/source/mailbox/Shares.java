package dev.postern.kafka.source.mailbox;

import java.util.ArrayList;
import java.util.List;

/** Deals things out. */
public final class Shares {
    private Shares() {}

    /** At most so many shares, none of them empty; the same things are dealt out alike. */
    public static <T> List<List<T>> of(List<T> things, int most) {
        List<List<T>> shares = new ArrayList<>();
        for (int i = 0; i < things.size(); i++) {
            if (i < most) {
                shares.add(new ArrayList<>());
            }
            shares.get(i % most).add(things.get(i));
        }
        return shares;
    }
}
