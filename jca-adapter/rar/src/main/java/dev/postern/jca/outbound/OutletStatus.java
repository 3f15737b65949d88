package dev.postern.jca.outbound;

import dev.postern.jca.monitor.ConnectionFactoryMXBean;
import dev.postern.smtp.delivery.OutcomeCounts;
import dev.postern.smtp.journal.JournalRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An outlet, as an administrator sees it. */
final class OutletStatus implements ConnectionFactoryMXBean {
    private final String relay;
    private final Path journal;
    private final OutcomeCounts counts;
    private final JournalRun run;

    OutletStatus(String relay, Path journal, OutcomeCounts counts, JournalRun run) {
        this.relay = relay;
        this.journal = journal;
        this.counts = counts;
        this.run = run;
    }

    @Override
    public String getRelay() {
        return relay;
    }

    @Override
    public boolean isJournalWritable() {
        try {
            return Files.isWritable(journal) && Files.getFileStore(journal).getUsableSpace() > 0;
        } catch (IOException e) { // it is gone
            return false;
        }
    }

    @Override
    public int getQueued() {
        return run.waiting();
    }

    @Override
    public long getSent() {
        return counts.delivered();
    }

    @Override
    public long getDeferred() {
        return counts.deferred();
    }

    @Override
    public long getBounced() {
        return counts.bounced();
    }

    @Override
    public long getExpired() {
        return run.expired();
    }
}
