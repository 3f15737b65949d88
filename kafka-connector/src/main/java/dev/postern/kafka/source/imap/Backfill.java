package dev.postern.kafka.source.imap;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells how far the reading of a folder with much mail is. */
final class Backfill {
    private static final Logger LOG = LoggerFactory.getLogger(Backfill.class);
    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(10);

    private final FolderName name;
    private final long start = System.nanoTime();
    private long lastWord = start;
    private long mails;
    private long known;

    Backfill(FolderName name) {
        this.name = name;
    }

    /** Counts mails that were handed over. */
    void handedOver(int count) {
        mails += count;
    }

    /** Counts a mail that was handed over before. */
    void known() {
        known++;
    }

    /** Says so every ten seconds. */
    void at(long uid, long last) {
        if (System.nanoTime() - lastWord > BETWEEN_WORDS.toNanos()) {
            lastWord = System.nanoTime();
            LOG.info("{}: {} mails read, {} known from before, at UID {} of {}", name, mails, known, uid, last);
        }
    }

    /** Says what it came to, if it took that long or found mail that was known. */
    void end() {
        if (lastWord != start || known > 0) {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            LOG.info("{}: {} mails read, {} known from before, in {} ms", name, mails, known, took.toMillis());
        }
    }
}
