package dev.postern.kafka.source.imap;

import dev.postern.kafka.source.Mode;
import dev.postern.kafka.source.mailbox.Account;
import dev.postern.kafka.source.mailbox.Fingerprints;
import dev.postern.kafka.source.mailbox.Outbox;
import dev.postern.kafka.source.record.MailRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the folders of a task, each account on connections of its own. */
final class ImapMode implements Mode {
    private static final Logger LOG = LoggerFactory.getLogger(ImapMode.class);
    private static final int BATCH = 500;
    private static final Duration PATIENCE = Duration.ofMillis(200);
    // Connect gives a task 5 seconds to stop: task.shutdown.graceful.timeout.ms
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

    private final Outbox<SourceRecord> outbox;
    private final MailRecords records;
    private final Fingerprints fingerprints;
    private final AfterAck after;
    private final List<FolderWalk> walks = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "postern-imap-timer");
        thread.setDaemon(true);
        return thread;
    });

    private ImapMode(Outbox<SourceRecord> outbox, MailRecords records, Fingerprints fingerprints, AfterAck after) {
        this.outbox = outbox;
        this.records = records;
        this.fingerprints = fingerprints;
        this.after = after;
    }

    /**
     * Starts to read.
     *
     * @param accounts all that the settings name
     * @param folders those of the task
     */
    static ImapMode start(
            List<Account> accounts,
            List<FolderName> folders,
            ImapSettings settings,
            MailRecords records,
            Fingerprints fingerprints,
            Outbox<SourceRecord> outbox,
            SourceTaskContext context) {
        ImapMode mode = new ImapMode(outbox, records, fingerprints, settings.after());
        Handover handover = new Handover(records, fingerprints, outbox, settings.largestRecord());
        for (Account account : accounts) {
            List<FolderReader> readers = folders.stream()
                    .filter(folder -> folder.account().equals(account.name()))
                    .map(folder -> new FolderReader(folder, settings, handover, stored(context, folder)))
                    .toList();
            for (List<FolderReader> share : shares(readers, settings.connections())) {
                mode.walks.add(new FolderWalk(account, share, settings, outbox, mode.timer));
            }
        }
        mode.walks.forEach(FolderWalk::start);
        return mode;
    }

    private static @Nullable FolderPosition stored(SourceTaskContext context, FolderName folder) {
        Map<String, Object> offset = context.offsetStorageReader().offset(folder.partition());
        return offset == null ? null : FolderPosition.of(offset);
    }

    private static List<List<FolderReader>> shares(List<FolderReader> readers, int most) {
        List<List<FolderReader>> shares = new ArrayList<>();
        for (int i = 0; i < readers.size(); i++) {
            if (i < most) {
                shares.add(new ArrayList<>());
            }
            shares.get(i % most).add(readers.get(i));
        }
        return shares;
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        List<SourceRecord> records = outbox.poll(BATCH, PATIENCE);
        return records.isEmpty() ? null : records;
    }

    @Override
    public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) {
        if (!(record instanceof ImapRecord mail)) {
            return;
        }
        if (metadata == null) {
            LOG.debug(
                    "{}: mail {} was dropped, and is left as it is",
                    mail.folder().name(),
                    mail.uid());
        } else if (after.changesMail() && mail.isComplete()) { // what the record has not must stay where it is
            mail.folder().acknowledged(mail.validity(), mail.uid());
            walks.stream().filter(walk -> walk.has(mail.folder())).forEach(FolderWalk::wakeSoon);
        }
    }

    /** Each mail is settled by itself, in {@link #commitRecord}. */
    @Override
    public void commit() {}

    @Override
    public void stop() {
        outbox.close();
        walks.forEach(FolderWalk::requestStop);
        long deadline = System.nanoTime() + STOP_PATIENCE.toNanos();
        try {
            for (FolderWalk walk : walks) {
                walk.awaitStop(deadline);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        timer.shutdownNow();
        fingerprints.close();
        records.close();
    }
}
