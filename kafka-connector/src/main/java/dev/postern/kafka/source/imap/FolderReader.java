package dev.postern.kafka.source.imap;

import dev.postern.kafka.source.mailbox.Fingerprint;
import dev.postern.kafka.source.mailbox.Pace;
import dev.postern.kafka.source.mailbox.ServerLimitException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.angus.mail.imap.protocol.MailboxInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a folder, from where it stood. Mail is handed over in the order of UIDs, each once, however often the connection breaks: what counts is the UID (RFC 9051 §2.3.1.1), never a
 * flag. Used by one thread, but for {@link #acknowledged}.
 */
final class FolderReader {
    private static final Logger LOG = LoggerFactory.getLogger(FolderReader.class);
    private static final int SMALLEST_WINDOW = 500;
    private static final int LARGEST_WINDOW = 1 << 20;
    private static final int MOST_TROUBLES = 5;
    private static final int MOST_ACKS = 500;

    private final FolderName name;
    private final ImapSettings settings;
    private final Handover handover;
    private final MailFetch fetch;
    private final Pace pace;
    private final FolderChanges changes;
    private final Queue<Long> acks = new ConcurrentLinkedQueue<>();
    private volatile @Nullable FolderPosition position;
    private Map<Fingerprint, String> known = Map.of();
    private boolean isKnownLoaded;
    private int window = SMALLEST_WINDOW;
    private long carefulUntil;
    private long troubled;
    private int troubles;

    /** @param position where it stands, or null where nothing was read yet */
    FolderReader(FolderName name, ImapSettings settings, Handover handover, @Nullable FolderPosition position) {
        this.name = name;
        this.settings = settings;
        this.handover = handover;
        this.fetch = new MailFetch(name, settings);
        this.pace = new Pace(settings.rate());
        this.changes = new FolderChanges(settings.changes());
        this.position = position;
    }

    FolderName name() {
        return name;
    }

    /** Takes note that the broker has a mail; does not block. */
    void acknowledged(long validity, long uid) {
        FolderPosition now = position;
        if (now != null && now.validity() == validity) {
            acks.add(uid);
        }
    }

    /** Whether as much of a mail was read as is asked for. */
    boolean isComplete(FetchedMail mail) {
        return mail.kind() == settings.content()
                || (settings.content() == ContentKind.TEXT
                        && mail.kind() == ContentKind.HEADERS
                        && mail.size() <= settings.largest()
                        && mail.uid() != troubled);
    }

    /** Opens the folder, and reads what is new. */
    void visit(ImapConnection connection) throws IOException, InterruptedException {
        MailboxInfo folder = connection.open(name.folder(), settings.after().changesMail(), watchesChanges());
        position = begin(connection, folder.uidvalidity);
        applyAcks(connection);
        if (watchesChanges()) {
            readChanges(connection, Math.max(0, folder.highestmodseq));
        }
        readNew(connection);
    }

    /** Whether changes of mails that were read become records too. */
    boolean watchesChanges() {
        return settings.changes().areAny();
    }

    private void readChanges(ImapConnection connection, long highest) throws IOException, InterruptedException {
        FolderPosition now = current();
        List<FolderChanges.Change> found = changes.since(connection, now, highest);
        FolderPosition then = highest > now.modseq() ? now.withModseq(highest) : now;
        handover.handChanges(name, now, then, found, settings.changes().topic());
        position = then;
    }

    private FolderPosition begin(ImapConnection connection, long validity) throws IOException {
        if (validity <= 0) {
            throw new RefusedCommandException(name + " has no UIDVALIDITY: its mails have no names that last");
        }
        FolderPosition now = position;
        if (now == null) {
            FolderPosition start = FolderPosition.start(validity);
            return settings.fromStart() ? start : start.at(connection.lastUid());
        }
        if (now.validity() == validity) {
            return now;
        }
        LOG.warn(
                "{}: the server has given its mails other names (UIDVALIDITY was {}, is {}): {}",
                name,
                now.validity(),
                validity,
                handover.fingerprints().areKept()
                        ? "those that were read are known by their fingerprints"
                        : "all are read again, since no topic of fingerprints is set");
        acks.clear();
        changes.forget();
        isKnownLoaded = false;
        return now.renewed(validity, connection.lastUid());
    }

    /** Reads what is new in the folder that is open. */
    void readNew(ImapConnection connection) throws IOException, InterruptedException {
        FolderPosition now = current();
        if (now.isResyncing() && !isKnownLoaded) {
            known = handover.fingerprints().of(Fingerprint.folder(name.account(), name.folder()));
            isKnownLoaded = true;
        }
        connection.takeNews();
        long last = connection.lastUid();
        Backfill backfill = new Backfill(name);
        while (current().uid() < last) {
            long from = current().uid() + 1;
            long to = Math.min(last, current().uid() + window);
            List<Listed> listed = listed(connection, from, to);
            readAll(connection, listed, backfill);
            position = current().at(to);
            backfill.at(to, last);
        }
        backfill.end();
        if (!current().isResyncing()) {
            known = Map.of();
        }
    }

    private List<Listed> listed(ImapConnection connection, long from, long to) throws IOException {
        int asked = window;
        window = SMALLEST_WINDOW; // where that fails, it may have been too much
        List<Listed> listed = fetch.list(connection, from, to);
        boolean sparse = listed.size() < asked / 8;
        window = sparse
                ? Math.min(LARGEST_WINDOW, asked * 4)
                : listed.size() > SMALLEST_WINDOW ? SMALLEST_WINDOW : asked;
        return listed;
    }

    private FolderPosition current() {
        FolderPosition now = position;
        if (now == null) {
            throw new IllegalStateException(name + " is not open");
        }
        return now;
    }

    private void readAll(ImapConnection connection, List<Listed> listed, Backfill backfill)
            throws IOException, InterruptedException {
        List<Listed> batch = new ArrayList<>();
        long octets = 0;
        for (Listed mail : listed) {
            boolean isCareful = mail.uid() <= carefulUntil;
            boolean isAlone = mail.size() < 0 || mail.size() > settings.largest() || mail.uid() == troubled;
            boolean isFull = batch.size() >= settings.batch() || octets + mail.size() > settings.batchOctets();
            if (!batch.isEmpty() && (isFull || isAlone || isCareful)) {
                read(connection, batch, backfill);
                batch.clear();
                octets = 0;
            }
            if (isAlone) {
                readAlone(connection, mail, backfill);
            } else {
                batch.add(mail);
                octets += mail.size();
            }
        }
        if (!batch.isEmpty()) {
            read(connection, batch, backfill);
        }
    }

    private void read(ImapConnection connection, List<Listed> batch, Backfill backfill)
            throws IOException, InterruptedException {
        try {
            List<Listed> fresh = fresh(connection, batch, backfill);
            if (fresh.isEmpty()) {
                return;
            }
            Map<Long, FetchedMail> fetched = fetch.all(connection, fresh);
            List<FetchedMail> ready = new ArrayList<>();
            for (Listed mail : fresh) {
                FetchedMail one = fetched.get(mail.uid());
                FetchedMail found = one == null ? fetch.alone(connection, mail, settings.content()) : one;
                if (found != null) {
                    ready.add(found);
                }
            }
            hand(ready, backfill);
        } catch (RefusedCommandException e) {
            trouble(batch, e);
            throw new IOException(e.getMessage(), e);
        } catch (IOException e) {
            trouble(batch, e);
            throw e;
        }
    }

    private void readAlone(ImapConnection connection, Listed mail, Backfill backfill)
            throws IOException, InterruptedException {
        try {
            if (fresh(connection, List.of(mail), backfill).isEmpty()) {
                return;
            }
            FetchedMail found = fetch.alone(connection, mail, allowed(mail));
            if (found != null) {
                if (found.kind() == ContentKind.HEADERS && settings.content() != ContentKind.HEADERS) {
                    LOG.warn(
                            "{}: of the mail with UID {} and {} octets the record has the header only: see message.size.max",
                            name,
                            mail.uid(),
                            mail.size());
                }
                hand(List.of(found), backfill);
            }
        } catch (RefusedCommandException e) {
            trouble(List.of(mail), e);
            throw new IOException(e.getMessage(), e);
        } catch (IOException e) {
            trouble(List.of(mail), e);
            throw e;
        }
    }

    /** How much is asked for of a mail that may have given trouble. */
    private ContentKind allowed(Listed mail) {
        if (mail.uid() != troubled || troubles < MOST_TROUBLES) {
            return settings.content() == ContentKind.ALL ? ContentKind.ALL : ContentKind.HEADERS;
        }
        return troubles < 2 * MOST_TROUBLES ? ContentKind.HEADERS : ContentKind.NONE;
    }

    /**
     * Takes note that the reading of mails has failed: next time they are read one by one, and one that fails again and again in part only. A mail that is larger than the server said fails
     * always.
     */
    private void trouble(List<Listed> batch, IOException why) {
        long last = batch.get(batch.size() - 1).uid();
        if (batch.size() > 1) {
            carefulUntil = Math.max(carefulUntil, last);
            return;
        }
        troubles = troubled == last ? troubles + 1 : 1;
        troubled = last;
        if (why instanceof ServerLimitException) {
            troubles = troubles < MOST_TROUBLES ? MOST_TROUBLES : Math.max(troubles, 2 * MOST_TROUBLES);
        }
    }

    /** Those that were not read under another validity. */
    private List<Listed> fresh(ImapConnection connection, List<Listed> batch, Backfill backfill) throws IOException {
        if (known.isEmpty() || !current().isResyncing()) {
            return batch;
        }
        Map<Long, byte[]> headers = fetch.headers(connection, batch);
        long folder = Fingerprint.folder(name.account(), name.folder());
        List<Listed> fresh = new ArrayList<>();
        for (Listed mail : batch) {
            byte[] header = headers.get(mail.uid());
            String place = header == null ? null : known.get(Fingerprint.of(folder, header, mail.size()));
            if (mail.uid() <= current().known() && place != null && current().hasRead(place)) {
                backfill.known();
            } else {
                fresh.add(mail);
            }
        }
        return fresh;
    }

    private void hand(List<FetchedMail> mails, Backfill backfill) throws IOException, InterruptedException {
        if (!mails.isEmpty()) {
            pace.await(mails.size());
            backfill.handedOver(mails.size());
            handover.hand(this, current(), mails);
            position = current().at(mails.get(mails.size() - 1).uid());
        }
    }

    /** Does to mails that the broker has what is to be done then, if the folder is open. */
    void applyAcks(ImapConnection connection) throws IOException {
        while (!acks.isEmpty() && connection.isAt(name.folder())) {
            List<Long> uids = acks.stream().limit(MOST_ACKS).toList();
            try {
                settings.after().apply(connection, UidSet.of(uids));
            } catch (RefusedCommandException e) {
                LOG.warn("{}: mails that were read are left as they are: {}", name, e.getMessage());
            }
            uids.forEach(uid -> acks.remove());
        }
    }
}
