package dev.postern.kafka.source.imap;

import dev.postern.kafka.source.mailbox.Fingerprint;
import dev.postern.kafka.source.mailbox.Fingerprints;
import dev.postern.kafka.source.mailbox.MailboxAttributes;
import dev.postern.kafka.source.mailbox.Outbox;
import dev.postern.kafka.source.record.IncomingMail;
import dev.postern.kafka.source.record.MailRecords;
import dev.postern.kafka.source.record.RecordContent;
import dev.postern.mail.Message;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes records of mails, and puts them where Connect takes them from. A mail's fingerprint is stored before that, with the name that it has on the server now: whether it was read
 * says the position that Connect has stored with its record, so that the two need not be stored together. Used by several threads.
 */
final class Handover {
    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long OVERHEAD = 4_096;

    private final MailRecords records;
    private final Fingerprints fingerprints;
    private final Outbox<SourceRecord> outbox;

    Handover(MailRecords records, Fingerprints fingerprints, Outbox<SourceRecord> outbox) {
        this.records = records;
        this.fingerprints = fingerprints;
        this.outbox = outbox;
    }

    Fingerprints fingerprints() {
        return fingerprints;
    }

    /**
     * Hands these mails over, in their order; waits while Connect is behind.
     *
     * @throws IOException if a record can't be made
     * @throws ConnectException if fingerprints can't be stored
     */
    void hand(FolderReader folder, FolderPosition position, List<FetchedMail> mails)
            throws IOException, InterruptedException {
        List<CompletableFuture<Void>> noted = new ArrayList<>();
        List<ImapRecord> made = new ArrayList<>();
        long digest = Fingerprint.folder(folder.name().account(), folder.name().folder());
        for (FetchedMail mail : mails) {
            Fingerprint fingerprint = Fingerprint.of(digest, mail.content(), mail.size());
            if (mail.kind() != ContentKind.NONE) {
                noted.add(fingerprints.note(fingerprint, position.place(mail.uid())));
            }
            made.add(record(folder, position, mail, fingerprint));
        }
        await(noted);
        for (int i = 0; i < made.size(); i++) {
            if (!outbox.put(made.get(i), OVERHEAD + mails.get(i).content().length)) {
                throw new InterruptedException("nobody takes mail any more");
            }
        }
    }

    /**
     * Hands over the records of changes; waits while Connect is behind. Only the last of them says that they are known: where a crash comes in between, all are told again.
     *
     * @param known where all of them are known
     */
    void handChanges(
            FolderName folder,
            FolderPosition position,
            FolderPosition known,
            List<FolderChanges.Change> changes,
            String topic)
            throws InterruptedException {
        for (int i = 0; i < changes.size(); i++) {
            FolderPosition then = i == changes.size() - 1 ? known : position;
            if (!outbox.put(ChangeRecord.of(folder, then, changes.get(i), topic), OVERHEAD)) {
                throw new InterruptedException("nobody takes mail any more");
            }
        }
    }

    private static void await(List<CompletableFuture<Void>> noted) throws InterruptedException {
        try {
            CompletableFuture.allOf(noted.toArray(CompletableFuture[]::new))
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new ConnectException("a fingerprint is not stored: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new ConnectException("a fingerprint is not stored within " + PATIENCE.toSeconds() + " s", e);
        }
    }

    private ImapRecord record(FolderReader folder, FolderPosition position, FetchedMail mail, Fingerprint fingerprint)
            throws IOException {
        FolderPosition place = position.at(mail.uid());
        RecordContent content = records.of(incoming(folder.name(), position, mail, fingerprint));
        if (records.fits(content)) {
            return new ImapRecord(folder, place, content, folder.isComplete(mail));
        }
        LOG.warn("{}: the mail with UID {} is too large for a record, which has its header", folder.name(), mail.uid());
        byte[] header = Arrays.copyOf(mail.content(), Fingerprint.headerEnd(mail.content()));
        FetchedMail cut = mail.with(header, ContentKind.HEADERS);
        return new ImapRecord(
                folder, place, records.reduced(incoming(folder.name(), position, cut, fingerprint)), false);
    }

    private static IncomingMail incoming(
            FolderName name, FolderPosition position, FetchedMail mail, Fingerprint fingerprint) {
        List<Map.Entry<String, String>> attributes = new ArrayList<>();
        attributes.add(Map.entry(MailboxAttributes.ACCOUNT, name.account()));
        attributes.add(Map.entry(MailboxAttributes.FOLDER, name.folder()));
        attributes.add(Map.entry(MailboxAttributes.UID, String.valueOf(mail.uid())));
        attributes.add(Map.entry(MailboxAttributes.UID_VALIDITY, String.valueOf(position.validity())));
        attributes.add(Map.entry(MailboxAttributes.FLAGS, mail.flags()));
        attributes.add(Map.entry(MailboxAttributes.SIZE, String.valueOf(mail.size())));
        attributes.add(Map.entry(MailboxAttributes.CONTENT, mail.kind().toString()));
        Instant received =
                mail.received() == null ? Instant.now() : mail.received().toInstant();
        if (mail.received() != null) {
            attributes.add(Map.entry(MailboxAttributes.RECEIVED, String.valueOf(received.toEpochMilli())));
        }
        return new IncomingMail(fingerprint.toString(), attributes, Message.of(mail.content()), received);
    }
}
