package dev.postern.kafka.source.imap;

import dev.postern.kafka.source.Mode;
import dev.postern.kafka.source.mailbox.Account;
import dev.postern.kafka.source.mailbox.Fingerprints;
import dev.postern.kafka.source.mailbox.Outbox;
import dev.postern.kafka.source.mailbox.Shares;
import dev.postern.kafka.source.mailbox.Walk;
import dev.postern.kafka.source.mailbox.Walks;
import dev.postern.kafka.source.record.MailRecords;
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

    private final Walks<FolderWalk> walks;
    private final MailRecords records;
    private final Fingerprints fingerprints;
    private final AfterAck after;
    private final ScheduledExecutorService timer;

    private ImapMode(
            Walks<FolderWalk> walks,
            MailRecords records,
            Fingerprints fingerprints,
            AfterAck after,
            ScheduledExecutorService timer) {
        this.walks = walks;
        this.records = records;
        this.fingerprints = fingerprints;
        this.after = after;
        this.timer = timer;
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
        ScheduledExecutorService timer =
                Executors.newSingleThreadScheduledExecutor(task -> Walk.thread(task, "postern-imap-timer"));
        Handover handover = new Handover(records, fingerprints, outbox);
        List<FolderWalk> all = new ArrayList<>();
        for (Account account : accounts) {
            List<FolderReader> readers = folders.stream()
                    .filter(folder -> folder.account().equals(account.name()))
                    .map(folder -> new FolderReader(folder, settings, handover, stored(context, folder)))
                    .toList();
            for (List<FolderReader> share : Shares.of(readers, settings.connections())) {
                all.add(new FolderWalk(account, share, settings, outbox, timer));
            }
        }
        Walks<FolderWalk> walks = new Walks<>(outbox, all);
        walks.start();
        return new ImapMode(walks, records, fingerprints, settings.after(), timer);
    }

    private static @Nullable FolderPosition stored(SourceTaskContext context, FolderName folder) {
        Map<String, Object> offset = context.offsetStorageReader().offset(folder.partition());
        return offset == null ? null : FolderPosition.of(offset);
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        return walks.poll();
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
            walks.all().stream().filter(walk -> walk.has(mail.folder())).forEach(FolderWalk::wakeSoon);
        }
    }

    /** Each mail is settled by itself, in {@link #commitRecord}. */
    @Override
    public void commit() {}

    @Override
    public void stop() {
        walks.stop();
        timer.shutdownNow();
        fingerprints.close();
        records.close();
    }
}
