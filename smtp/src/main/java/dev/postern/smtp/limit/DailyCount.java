package dev.postern.smtp.limit;

/**
 * Counts the mails of a day to those who are warmed up, together with everyone who shares the count. Used by several threads at the same time, and must
 * not block.
 */
public interface DailyCount {
    /** Counts a mail that goes now, if it may; until when it has to wait, in nanoseconds, where not; else 0. */
    long take(String name, WarmUp warmUp);

    /** Until a mail may go, as far as is known, in nanoseconds; 0: at once, or soon. */
    long delay(String name, WarmUp warmUp);

    /** Counts a mail less, which was taken and did not go. */
    void putBack(String name);

    /** Counts nothing, and allows everything. */
    DailyCount NONE = new DailyCount() {
        @Override
        public long take(String name, WarmUp warmUp) {
            return 0;
        }

        @Override
        public long delay(String name, WarmUp warmUp) {
            return 0;
        }

        @Override
        public void putBack(String name) {}
    };
}
