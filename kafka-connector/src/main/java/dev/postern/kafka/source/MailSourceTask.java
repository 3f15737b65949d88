package dev.postern.kafka.source;

import dev.postern.kafka.ConnectorVersion;
import dev.postern.mail.Message;
import dev.postern.mail.WithoutFields;
import dev.postern.smtp.Reply;
import dev.postern.smtp.server.settings.Listeners;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the listener, and answers each client when the broker has its mail. */
public final class MailSourceTask extends SourceTask {
    private static final Logger LOG = LoggerFactory.getLogger(MailSourceTask.class);
    private static final int BATCH = 500;
    private static final Duration PATIENCE = Duration.ofMillis(200);
    /** A healthy broker answers in milliseconds: one that takes longer gets no more until it does. */
    private static final Duration SILENCE = Duration.ofSeconds(1);
    // Connect gives a task 5 seconds to stop: task.shutdown.graceful.timeout.ms
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);
    private static final Duration STOP_GRACE = Duration.ofSeconds(1);

    private volatile @Nullable Work work;

    /** What lives from start to stop. */
    private record Work(MailSourceConfig config, Inbox inbox, Listeners listeners) {}

    @Override
    public String version() {
        return ConnectorVersion.get();
    }

    @Override
    public void start(Map<String, String> props) {
        MailSourceConfig config = new MailSourceConfig(props);
        Inbox inbox = new Inbox(config.replyDeadline(), new Inbox.Window(config.producerMemory() / 2, SILENCE));
        try {
            work = new Work(config, inbox, config.listen(inbox, STOP_GRACE));
        } catch (IOException | IllegalArgumentException e) {
            throw new ConnectException(e.getMessage(), e);
        }
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        Work running = work;
        if (running == null) {
            return null;
        }
        List<SourceRecord> records = new ArrayList<>();
        for (Inbox.Mail mail : running.inbox.poll(BATCH, PATIENCE)) {
            @Nullable MailRecord record = record(running.config, mail);
            if (record != null) {
                records.add(record);
            }
        }
        return records.isEmpty() ? null : records;
    }

    /** The record of a mail; null where there can be none: then the client hears so. */
    private static @Nullable MailRecord record(MailSourceConfig config, Inbox.Mail mail) {
        String id = mail.envelope().id();
        try (Message message = mail.message()) {
            Message content = config.stripBcc() ? WithoutFields.blind(message) : message;
            MailRecord record = new MailRecord(config.listener(), config.topic(), mail, content.toByteArray());
            if (record.octets() <= config.recordSize()) {
                return record;
            }
            LOG.warn(
                    "{} with its {} recipients is too large for a record",
                    id,
                    mail.envelope().recipients().size());
            mail.settle(Reply.of(552, "5.3.4", "Message and recipients together are too large, send to fewer at once"));
        } catch (IOException e) {
            LOG.error("{} can't be read from the spool: {}", id, e.toString());
            mail.settle(Reply.of(451, "4.3.0", "The mail could not be read back; it stays with you"));
        }
        return null;
    }

    /** Runs on the producer's I/O thread: never blocks. */
    @Override
    public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) {
        if (!(record instanceof MailRecord mailRecord)) {
            return;
        }
        Inbox.Mail mail = mailRecord.mail();
        String id = mail.envelope().id();
        if (metadata == null) {
            LOG.warn("{} was dropped by a transformation or could not be produced: answered 451", id);
            mail.settle(Reply.of(451, "4.3.0", "Not stored; the mail stays with you"));
        } else if (mail.settle(Reply.of(250, "2.0.0", "Accepted as " + id))) {
            LOG.info("{} stored in {}-{} at offset {}", id, metadata.topic(), metadata.partition(), metadata.offset());
        } else {
            LOG.warn(
                    "{} stored in {}-{} at offset {} after its client was answered 451: it may come again under another id",
                    id,
                    metadata.topic(),
                    metadata.partition(),
                    metadata.offset());
        }
    }

    @Override
    public void stop() {
        Work running = work;
        work = null;
        if (running == null) {
            return;
        }
        try {
            running.inbox.stop(STOP_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running.listeners.close();
    }
}
