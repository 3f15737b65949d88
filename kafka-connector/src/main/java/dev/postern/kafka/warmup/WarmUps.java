package dev.postern.kafka.warmup;

import dev.postern.smtp.limit.DailyCount;
import dev.postern.smtp.limit.WarmUp;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Counts the mails of warm-ups for as long as a task runs. */
public interface WarmUps extends DailyCount, AutoCloseable {
    /** Why they are not counted any more, or null while they are. */
    @Nullable
    ConnectException failure();

    @Override
    void close();

    /** Nobody is warmed up. */
    WarmUps NONE = new WarmUps() {
        @Override
        public long take(String name, WarmUp warmUp) {
            return DailyCount.NONE.take(name, warmUp);
        }

        @Override
        public long delay(String name, WarmUp warmUp) {
            return DailyCount.NONE.delay(name, warmUp);
        }

        @Override
        public void putBack(String name) {
            DailyCount.NONE.putBack(name);
        }

        @Override
        public @Nullable ConnectException failure() {
            return null;
        }

        @Override
        public void close() {}
    };
}
