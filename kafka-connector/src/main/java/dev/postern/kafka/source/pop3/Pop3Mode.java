package dev.postern.kafka.source.pop3;

import dev.postern.kafka.source.Mode;
import dev.postern.kafka.source.mailbox.Account;
import dev.postern.kafka.source.mailbox.Outbox;
import dev.postern.kafka.source.record.MailRecords;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.jspecify.annotations.Nullable;

/** Visits the mailboxes of a task. */
final class Pop3Mode implements Mode {
    private static final int BATCH = 500;
    private static final Duration PATIENCE = Duration.ofMillis(200);
    // Connect gives a task 5 seconds to stop: task.shutdown.graceful.timeout.ms
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

    private final Outbox<SourceRecord> outbox;
    private final MailRecords records;
    private final List<MailboxWalk> walks;

    private Pop3Mode(Outbox<SourceRecord> outbox, MailRecords records, List<MailboxWalk> walks) {
        this.outbox = outbox;
        this.records = records;
        this.walks = walks;
    }

    /** Starts to visit the mailboxes of these accounts. */
    static Pop3Mode start(
            List<Account> accounts,
            Pop3Settings settings,
            MailRecords records,
            Outbox<SourceRecord> outbox,
            SourceTaskContext context) {
        List<MailboxWalk> walks = accounts.stream()
                .map(account -> new MailboxWalk(
                        account,
                        settings,
                        records,
                        outbox,
                        new KnownMails(account.name(), context.offsetStorageReader())))
                .toList();
        walks.forEach(MailboxWalk::start);
        return new Pop3Mode(outbox, records, walks);
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        List<SourceRecord> records = outbox.poll(BATCH, PATIENCE);
        return records.isEmpty() ? null : records;
    }

    /** What a transformation dropped, or a record has only in part, is never deleted. */
    @Override
    public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) {
        if (record instanceof Pop3Record mail && metadata != null && mail.isComplete()) {
            walks.stream()
                    .filter(walk -> walk.account().equals(mail.name().account()))
                    .forEach(walk -> walk.known().acknowledged(mail.name().uidl()));
        }
    }

    /** Each mail is settled by itself, in {@link #commitRecord}. */
    @Override
    public void commit() {}

    @Override
    public void stop() {
        outbox.close();
        walks.forEach(MailboxWalk::requestStop);
        long deadline = System.nanoTime() + STOP_PATIENCE.toNanos();
        try {
            for (MailboxWalk walk : walks) {
                walk.awaitStop(deadline);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        records.close();
    }
}
