package dev.postern.kafka.source.mailbox;

/** Holds back what would come faster than it may. Used by one thread. */
public final class Pace {
    private static final long SECOND = 1_000_000_000L;

    private final long pause;
    private long next = System.nanoTime();

    /** @param rate a second, or 0 for any */
    public Pace(int rate) {
        this.pause = rate == 0 ? 0 : SECOND / rate;
    }

    /** Waits until so many more may come. */
    public void await(int count) throws InterruptedException {
        if (pause == 0) {
            return;
        }
        long now = System.nanoTime();
        if (next - now > 0) {
            Thread.sleep((next - now) / 1_000_000, (int) ((next - now) % 1_000_000));
        }
        next = Math.max(next, now) + pause * count;
    }
}
