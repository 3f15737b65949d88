package dev.postern.kafka.source.listener;

import dev.postern.kafka.source.Mode;
import dev.postern.kafka.source.record.IncomingMail;
import dev.postern.kafka.source.record.MailRecords;
import dev.postern.kafka.source.record.RecordContent;
import dev.postern.mail.EnvelopeAttributes;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the listener, and answers each client when the broker has its mail. */
final class ListenerMode implements Mode {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerMode.class);
    private static final Reply UNKEPT = Reply.of(451, "4.3.0", "The mail could not be kept; it stays with you");
    private static final int BATCH = 500;
    private static final Duration PATIENCE = Duration.ofMillis(200);
    /** A healthy broker answers in milliseconds: one that takes longer gets no more until it does. */
    private static final Duration SILENCE = Duration.ofSeconds(1);
    // Connect gives a task 5 seconds to stop: task.shutdown.graceful.timeout.ms
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);
    private static final Duration STOP_GRACE = Duration.ofSeconds(1);

    private final String listener;
    private final MailRecords records;
    private final Inbox inbox;
    private final SharedListeners listeners;

    private ListenerMode(String listener, MailRecords records, Inbox inbox, SharedListeners listeners) {
        this.listener = listener;
        this.records = records;
        this.inbox = inbox;
        this.listeners = listeners;
    }

    /**
     * Starts the listeners, or joins the tasks for which they were started.
     *
     * @throws IOException if that can't be; the message names the setting
     */
    static ListenerMode start(ListenerConfig config) throws IOException {
        MailRecords records = config.records().open();
        Inbox inbox = new Inbox(config.replyDeadline(), new Inbox.Window(config.producerMemory() / 2, SILENCE));
        try {
            return new ListenerMode(config.listener(), records, inbox, SharedListeners.join(config, inbox, STOP_GRACE));
        } catch (IOException | RuntimeException e) {
            records.close();
            throw e;
        }
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        List<SourceRecord> polled = new ArrayList<>();
        for (Inbox.Mail mail : inbox.poll(BATCH, PATIENCE)) {
            @Nullable MailRecord record = record(mail);
            if (record != null) {
                polled.add(record);
            }
        }
        DmarcRecords reports = listeners.reports();
        if (reports != null) {
            polled.addAll(reports.due());
        }
        return polled.isEmpty() ? null : polled;
    }

    /** The record of a mail; null where there can be none: then the client hears so. */
    private @Nullable MailRecord record(Inbox.Mail mail) {
        String id = mail.envelope().id();
        try (Message message = mail.message()) {
            RecordContent content =
                    records.of(new IncomingMail(id, EnvelopeAttributes.of(mail.envelope()), message, Instant.now()));
            if (records.fits(content)) {
                return new MailRecord(listener, mail, content);
            }
            LOG.warn(
                    "{} with its {} recipients is too large for a record",
                    id,
                    mail.envelope().recipients().size());
            mail.settle(Reply.of(552, "5.3.4", "Message and recipients together are too large, send to fewer at once"));
        } catch (IOException e) {
            LOG.error("{} can't be read from the spool, or its files not be stored: {}", id, e.toString());
            mail.settle(UNKEPT);
        } catch (ConnectException stop) {
            throw stop;
        } catch (RuntimeException e) {
            LOG.error("{} could not be read, which is a fault of ours; other mail goes on", id, e);
            mail.settle(UNKEPT);
        }
        return null;
    }

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

    /** Each mail is settled by itself, in {@link #commitRecord}. */
    @Override
    public void commit() {}

    @Override
    public void stop() {
        listeners.withdraw(inbox);
        try {
            inbox.stop(STOP_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        listeners.leave();
        records.close();
    }
}
