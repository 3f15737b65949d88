package dev.postern.kafka.source.pop3;

import dev.postern.kafka.source.mailbox.Account;
import dev.postern.kafka.source.mailbox.Fingerprint;
import dev.postern.kafka.source.mailbox.GuardedSockets;
import dev.postern.kafka.source.mailbox.LoginRefusedException;
import dev.postern.kafka.source.mailbox.MailboxAttributes;
import dev.postern.kafka.source.mailbox.Outbox;
import dev.postern.kafka.source.record.IncomingMail;
import dev.postern.kafka.source.record.MailRecords;
import dev.postern.kafka.source.record.RecordContent;
import dev.postern.mail.Message;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Visits the mailbox of an account again and again. Its thread is its own. */
final class MailboxWalk {
    private static final Logger LOG = LoggerFactory.getLogger(MailboxWalk.class);
    private static final long OVERHEAD = 4_096;
    /** How long a visit waits for the broker, to delete in it what it has read: most servers let nobody else in meanwhile. */
    private static final long ACK_PATIENCE_MILLIS = 2_000;

    private static final String ALL = "all";
    private static final String HEADERS = "headers";

    private final Account account;
    private final Pop3Settings settings;
    private final MailRecords records;
    private final Outbox<SourceRecord> outbox;
    private final KnownMails known;
    private final Thread thread;
    private boolean wasLoggedIn;
    private volatile boolean stopping;
    private volatile @Nullable GuardedSockets sockets;

    MailboxWalk(
            Account account,
            Pop3Settings settings,
            MailRecords records,
            Outbox<SourceRecord> outbox,
            KnownMails known) {
        this.account = account;
        this.settings = settings;
        this.records = records;
        this.outbox = outbox;
        this.known = known;
        this.thread = new Thread(this::run, "postern-pop3-" + account.name());
        thread.setDaemon(true);
        // the library looks for parts of itself by it (jakarta.mail.util.StreamProvider)
        thread.setContextClassLoader(MailboxWalk.class.getClassLoader());
    }

    void start() {
        thread.start();
    }

    String account() {
        return account.name();
    }

    KnownMails known() {
        return known;
    }

    private void run() {
        int failures = 0;
        try {
            while (!stopping) {
                try {
                    visit();
                    failures = 0;
                } catch (LoginRefusedException e) {
                    if (!wasLoggedIn && failures > 0) { // a token may have been replaced meanwhile
                        outbox.fail(new ConnectException(
                                "The account " + account + " can't be read: " + e.getMessage(), e));
                        return;
                    }
                    failures = failed(failures, e);
                } catch (ConnectException e) {
                    outbox.fail(e);
                    return;
                } catch (IOException | RuntimeException e) { // the library stumbles over some answers
                    failures = failed(failures, e);
                }
                long pause = failures == 0
                        ? settings.poll().toMillis()
                        : settings.backoff().pause(failures).toMillis();
                TimeUnit.MILLISECONDS.sleep(stopping ? 0 : pause);
            }
        } catch (InterruptedException e) {
            LOG.debug("{}: stopped", account);
        }
    }

    private int failed(int failures, Exception why) {
        if (!stopping) {
            LOG.warn("{}: the visit has failed, and is repeated: {}", account, why.toString());
        }
        return failures + 1;
    }

    private void visit() throws IOException, InterruptedException {
        GuardedSockets made = account.sockets(MailboxVisit.bounds(settings));
        sockets = made;
        try (MailboxVisit visit = MailboxVisit.begin(account, made, settings)) {
            wasLoggedIn = true;
            List<String> there =
                    visit.mails().stream().map(MailboxVisit.Mail::uidl).toList();
            tell(known.present(there));
            List<String> handed = new ArrayList<>();
            for (MailboxVisit.Mail mail : visit.mails()) {
                if (!stopping && !known.isRead(mail.uidl())) {
                    hand(visit, mail);
                    handed.add(mail.uidl());
                    if (settings.rate() > 0) {
                        TimeUnit.NANOSECONDS.sleep(1_000_000_000L / settings.rate());
                    }
                }
            }
            if (settings.delete()) {
                delete(visit, handed);
            }
            visit.end();
        }
    }

    private void delete(MailboxVisit visit, List<String> handed) throws IOException, InterruptedException {
        if (!handed.isEmpty()) {
            known.await(handed, ACK_PATIENCE_MILLIS);
        }
        for (MailboxVisit.Mail mail : visit.mails()) {
            if (known.isAcknowledged(mail.uidl())) {
                visit.delete(mail);
            }
        }
    }

    private void tell(List<String> gone) throws InterruptedException {
        if (!settings.goneTopic().isEmpty()) {
            for (String uidl : gone) {
                outbox.put(Pop3Record.gone(new MailName(account.name(), uidl), settings.goneTopic()), OVERHEAD);
            }
        }
    }

    private void hand(MailboxVisit visit, MailboxVisit.Mail mail) throws IOException, InterruptedException {
        byte @Nullable [] whole = mail.size() > settings.largest() ? null : visit.content(mail, settings.largest());
        MailName name = new MailName(account.name(), mail.uidl());
        RecordContent content = whole == null ? null : record(mail, whole, ALL);
        boolean complete = content != null && content.octets() <= settings.largestRecord();
        byte[] octets = complete && whole != null ? whole : visit.header(mail);
        if (!complete || content == null) {
            LOG.warn(
                    "{}: of the mail {} with {} octets the record has the header only: see message.size.max",
                    account,
                    mail.uidl(),
                    mail.size());
            content = record(mail, octets, HEADERS);
        }
        known.handedOver(mail.uidl()); // before it can be acknowledged
        if (!outbox.put(new Pop3Record(name, content, complete), OVERHEAD + octets.length)) {
            throw new InterruptedException("nobody takes mail any more");
        }
    }

    private RecordContent record(MailboxVisit.Mail mail, byte[] octets, String kind) throws IOException {
        List<Map.Entry<String, String>> attributes = List.of(
                Map.entry(MailboxAttributes.ACCOUNT, account.name()),
                Map.entry(MailboxAttributes.UID, mail.uidl()),
                Map.entry(MailboxAttributes.SIZE, String.valueOf(mail.size())),
                Map.entry(MailboxAttributes.CONTENT, kind));
        Fingerprint id = Fingerprint.of(Fingerprint.folder(account.name(), "\0" + mail.uidl()), octets, mail.size());
        try (Message message = Message.of(octets)) {
            return records.of(new IncomingMail(id.toString(), attributes, message, Instant.now()));
        }
    }

    void requestStop() {
        stopping = true;
    }

    /** Waits until it has stopped; at this time of {@link System#nanoTime()} it is cut short. */
    void awaitStop(long deadline) throws InterruptedException {
        thread.interrupt(); // it sleeps most of the time; a visit is repeated
        closeSocket();
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left > 0) {
            thread.join(left);
        }
    }

    private void closeSocket() {
        GuardedSockets made = sockets;
        if (made != null) {
            try {
                made.socket().close();
            } catch (IOException e) {
                LOG.debug("{}: the connection can't be closed", account, e);
            }
        }
    }
}
