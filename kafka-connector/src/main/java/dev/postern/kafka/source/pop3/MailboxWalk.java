package dev.postern.kafka.source.pop3;

import dev.postern.kafka.source.mailbox.Account;
import dev.postern.kafka.source.mailbox.Fingerprint;
import dev.postern.kafka.source.mailbox.GuardedSocket;
import dev.postern.kafka.source.mailbox.LoginRefusedException;
import dev.postern.kafka.source.mailbox.MailboxAttributes;
import dev.postern.kafka.source.mailbox.Outbox;
import dev.postern.kafka.source.mailbox.Pace;
import dev.postern.kafka.source.mailbox.Walk;
import dev.postern.kafka.source.record.IncomingMail;
import dev.postern.kafka.source.record.MailRecords;
import dev.postern.kafka.source.record.RecordContent;
import dev.postern.mail.Message;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Visits the mailbox of an account again and again. Its thread is its own. */
final class MailboxWalk implements Walk {
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
    private final Pace pace;
    private final Troubles troubles = new Troubles();
    private final Thread thread;
    private boolean wasLoggedIn;
    private volatile boolean stopping;
    private volatile @Nullable GuardedSocket socket;

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
        this.pace = new Pace(settings.rate());
        this.thread = Walk.thread(this::run, "postern-pop3-" + account.name());
    }

    @Override
    public void start() {
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
        GuardedSocket made = account.socket(MailboxVisit.bounds(settings));
        socket = made;
        try (MailboxVisit visit = MailboxVisit.begin(account, made, settings)) {
            wasLoggedIn = true;
            List<String> there =
                    visit.mails().stream().map(MailboxVisit.Mail::uidl).toList();
            tell(known.present(there));
            troubles.retain(Set.copyOf(there));
            List<String> handed = read(visit);
            if (settings.delete()) {
                delete(visit, handed);
            }
            visit.end();
        }
    }

    /** Reads what is new: a mail that the server does not give holds up none behind it. */
    private List<String> read(MailboxVisit visit) throws IOException, InterruptedException {
        List<String> handed = new ArrayList<>();
        List<String> withheld = new ArrayList<>();
        for (MailboxVisit.Mail mail : visit.mails()) {
            if (troubles.isGivenUp(mail.uidl())) {
                withheld.add(mail.uidl());
            } else if (!stopping && !known.isRead(mail.uidl())) {
                pace.await(1);
                try {
                    hand(visit, mail);
                    handed.add(mail.uidl());
                } catch (WithheldMailException e) {
                    withheld.add(mail.uidl());
                }
            }
        }
        if (!withheld.isEmpty()) {
            LOG.warn(
                    "{}: the server lists {} mails and does not give them, {} the first of them; they are asked for in the next visit if they are there",
                    account,
                    withheld.size(),
                    withheld.get(0));
        }
        return handed;
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
        byte @Nullable [] whole;
        byte[] octets;
        try {
            whole = asksForAll(mail) ? visit.content(mail, settings.largest()) : null;
            octets = whole == null ? visit.header(mail) : whole;
        } catch (WithheldMailException e) { // the visit goes on
            throw e;
        } catch (IOException | RuntimeException e) {
            brokeAt(mail, e);
            throw e;
        }
        RecordContent content = records.of(incoming(mail, octets, whole == null ? HEADERS : ALL));
        boolean fits = records.fits(content);
        if (!fits) {
            octets = Arrays.copyOf(octets, Fingerprint.headerEnd(octets));
            content = records.reduced(incoming(mail, octets, HEADERS));
        }
        boolean complete = whole != null && fits;
        if (!complete) {
            LOG.warn(
                    "{}: of the mail {} with {} octets the record has the header only, as it was too large (message.size.max) or visits broke at it",
                    account,
                    mail.uidl(),
                    mail.size());
        }
        known.handedOver(mail.uidl()); // before it can be acknowledged
        MailName name = new MailName(account.name(), mail.uidl());
        Map<String, Boolean> offset =
                complete && settings.delete() && !settings.mayBeDropped() ? MailName.DELETE_OFFSET : MailName.OFFSET;
        if (!outbox.put(new Pop3Record(name, content, complete, offset), OVERHEAD + octets.length)) {
            throw new InterruptedException("nobody takes mail any more");
        }
    }

    private boolean asksForAll(MailboxVisit.Mail mail) {
        return mail.size() <= settings.largest() && !troubles.isHeaderOnly(mail.uidl());
    }

    private void brokeAt(MailboxVisit.Mail mail, Exception why) {
        String asked = troubles.brokeAt(mail.uidl(), why);
        if (asked != null) {
            LOG.warn("{}: visits break at the mail {}, of which is asked from now on: {}", account, mail.uidl(), asked);
        }
    }

    private IncomingMail incoming(MailboxVisit.Mail mail, byte[] octets, String kind) {
        List<Map.Entry<String, String>> attributes = List.of(
                Map.entry(MailboxAttributes.ACCOUNT, account.name()),
                Map.entry(MailboxAttributes.UID, mail.uidl()),
                Map.entry(MailboxAttributes.SIZE, String.valueOf(mail.size())),
                Map.entry(MailboxAttributes.CONTENT, kind));
        Fingerprint id = Fingerprint.of(Fingerprint.folder(account.name(), "\0" + mail.uidl()), octets, mail.size());
        return new IncomingMail(id.toString(), attributes, Message.of(octets), Instant.now());
    }

    @Override
    public void requestStop() {
        stopping = true;
    }

    @Override
    public void awaitStop(long deadline) throws InterruptedException {
        thread.interrupt(); // it sleeps most of the time; a visit is repeated
        GuardedSocket made = socket;
        if (made != null) {
            made.cut();
        }
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left > 0) {
            thread.join(left);
        }
    }
}
