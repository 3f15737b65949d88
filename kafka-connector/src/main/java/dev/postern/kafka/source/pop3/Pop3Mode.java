package dev.postern.kafka.source.pop3;

import dev.postern.kafka.source.Mode;
import dev.postern.kafka.source.mailbox.Account;
import dev.postern.kafka.source.mailbox.Outbox;
import dev.postern.kafka.source.mailbox.Walks;
import dev.postern.kafka.source.record.MailRecords;
import java.util.List;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.jspecify.annotations.Nullable;

/** Visits the mailboxes of a task. */
final class Pop3Mode implements Mode {
    private final Walks<MailboxWalk> walks;
    private final MailRecords records;

    private Pop3Mode(Walks<MailboxWalk> walks, MailRecords records) {
        this.walks = walks;
        this.records = records;
    }

    /** Starts to visit the mailboxes of these accounts. */
    static Pop3Mode start(
            List<Account> accounts,
            Pop3Settings settings,
            MailRecords records,
            Outbox<SourceRecord> outbox,
            SourceTaskContext context) {
        List<MailboxWalk> all = accounts.stream()
                .map(account -> new MailboxWalk(
                        account,
                        settings,
                        records,
                        outbox,
                        new KnownMails(account.name(), context.offsetStorageReader())))
                .toList();
        Walks<MailboxWalk> walks = new Walks<>(outbox, all);
        walks.start();
        return new Pop3Mode(walks, records);
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        return walks.poll();
    }

    /** What a transformation dropped, or a record has only in part, is never deleted. */
    @Override
    public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) {
        if (record instanceof Pop3Record mail && metadata != null && mail.isComplete()) {
            walks.all().stream()
                    .filter(walk -> walk.account().equals(mail.name().account()))
                    .forEach(walk -> walk.known().acknowledged(mail.name().uidl()));
        }
    }

    /** Each mail is settled by itself, in {@link #commitRecord}. */
    @Override
    public void commit() {}

    @Override
    public void stop() {
        walks.stop();
        records.close();
    }
}
