package dev.postern.kafka.source.imap;

import dev.postern.kafka.source.mailbox.Account;
import dev.postern.kafka.source.mailbox.GuardedSocket;
import dev.postern.kafka.source.mailbox.LoginRefusedException;
import dev.postern.kafka.source.mailbox.Outbox;
import dev.postern.kafka.source.mailbox.Walk;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes round some folders of an account on a connection of its own, and waits at the first of them for the server to tell of mail. A connection that breaks is made anew, after a pause
 * that grows. Its thread is its own.
 */
final class FolderWalk implements Walk {
    private static final Logger LOG = LoggerFactory.getLogger(FolderWalk.class);
    private static final long ACK_DELAY_MILLIS = 100;

    private final Account account;
    private final List<FolderReader> folders;
    private final ImapSettings settings;
    private final Outbox<SourceRecord> outbox;
    private final ScheduledExecutorService timer;
    private final Thread thread;
    private final AtomicBoolean wakingSoon = new AtomicBoolean();
    private final Object sleep = new Object();
    private boolean woken;
    private boolean wasLoggedIn;
    private volatile boolean stopping;
    private volatile @Nullable GuardedSocket socket;
    private volatile @Nullable ImapConnection connection;

    /**
     * @param folders of the account, at least one
     * @param timer wakes it; must not be blocked
     */
    FolderWalk(
            Account account,
            List<FolderReader> folders,
            ImapSettings settings,
            Outbox<SourceRecord> outbox,
            ScheduledExecutorService timer) {
        this.account = account;
        this.folders = List.copyOf(folders);
        this.settings = settings;
        this.outbox = outbox;
        this.timer = timer;
        this.thread = Walk.thread(this::run, "postern-imap-" + account.name());
    }

    @Override
    public void start() {
        thread.start();
    }

    /** Whether it goes to this folder. */
    boolean has(FolderReader folder) {
        return folders.contains(folder);
    }

    private void run() {
        int failures = 0;
        while (!stopping) {
            try {
                failures = walk(failures);
            } catch (LoginRefusedException e) {
                if (!wasLoggedIn) {
                    outbox.fail(
                            new ConnectException("The account " + account + " can't be read: " + e.getMessage(), e));
                    return;
                }
                failures = failed(failures, e);
            } catch (InterruptedException e) {
                return; // it is stopped
            } catch (ConnectException e) {
                outbox.fail(e);
                return;
            } catch (IOException | RuntimeException e) { // the library stumbles over some answers that make no sense
                failures = failed(failures, e);
            }
            closeConnection();
            if (!pause(failures)) {
                return;
            }
        }
    }

    private int failed(int failures, Exception why) {
        if (!stopping) {
            LOG.warn("{}: the connection is over, and made anew: {}", account, why.toString());
        }
        return failures + 1;
    }

    private boolean pause(int failures) {
        try {
            if (!stopping && failures > 0) {
                sleep(settings.backoff().pause(failures));
            }
            return !stopping;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Connects and goes round until it is stopped; how often it has failed since it last went round. */
    private int walk(int failures) throws IOException, InterruptedException {
        GuardedSocket made = account.socket(settings.bounds());
        socket = made;
        ImapConnection opened = ImapConnection.open(account, made, settings.connectTimeout(), settings.timeout());
        connection = opened;
        wasLoggedIn = true;
        if (settings.changes().areAny()) {
            opened.watchChanges();
        }
        int left = failures;
        while (true) {
            round(opened);
            left = 0;
            if (stopping) {
                opened.leave();
                return left;
            }
            rest(opened);
        }
    }

    /** The first folder last: there it waits. */
    private void round(ImapConnection opened) throws IOException, InterruptedException {
        for (int i = folders.size() - 1; i >= 0; i--) {
            try {
                folders.get(i).visit(opened);
            } catch (RefusedCommandException e) {
                LOG.warn("{}: {}", account, e.getMessage());
            }
        }
        // what was acknowledged meanwhile, while the folder is open
        try {
            folders.get(0).applyAcks(opened);
        } catch (RefusedCommandException e) {
            LOG.warn("{}: {}", account, e.getMessage());
        }
    }

    private void rest(ImapConnection opened) throws IOException, InterruptedException {
        FolderReader first = folders.get(0);
        while (!stopping) {
            if (!opened.takeNews()) {
                await(opened);
            }
            if (folders.size() > 1
                    || first.watchesChanges()
                    || stopping
                    || !opened.isAt(first.name().folder())) {
                return;
            }
            first.applyAcks(opened);
            first.readNew(opened);
        }
    }

    private void await(ImapConnection opened) throws IOException, InterruptedException {
        if (!opened.canIdle()) {
            sleep(settings.poll());
            opened.run("NOOP", null, untagged -> {});
            return;
        }
        Duration most = folders.size() > 1 && settings.poll().compareTo(settings.idle()) < 0
                ? settings.poll()
                : settings.idle();
        ScheduledFuture<?> end = timer.schedule(this::wake, most.toMillis(), TimeUnit.MILLISECONDS);
        try {
            if (!takeWoken()) {
                opened.idle(most);
            }
        } finally {
            end.cancel(false);
        }
    }

    private boolean takeWoken() {
        synchronized (sleep) {
            boolean was = woken;
            woken = false;
            return was;
        }
    }

    private void sleep(Duration most) throws InterruptedException {
        long deadline = System.nanoTime() + most.toNanos();
        synchronized (sleep) {
            long left = most.toMillis();
            while (!woken && !stopping && left > 0) {
                sleep.wait(left);
                left = (deadline - System.nanoTime()) / 1_000_000;
            }
            woken = false;
        }
    }

    /** Ends its waiting, soon: others may come along by then. Does not block. */
    void wakeSoon() {
        if (!stopping && wakingSoon.compareAndSet(false, true)) {
            timer.schedule(
                    () -> {
                        wakingSoon.set(false);
                        wake();
                    },
                    ACK_DELAY_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
    }

    private void wake() {
        synchronized (sleep) {
            woken = true;
            sleep.notifyAll();
        }
        ImapConnection open = connection;
        if (open != null) {
            try {
                open.wake();
            } catch (IOException e) {
                LOG.debug("{}: the connection is over", account, e); // whoever reads from it finds out
            }
        }
    }

    private void closeConnection() {
        connection = null;
        GuardedSocket made = socket;
        if (made != null) {
            made.cut();
        }
    }

    @Override
    public void requestStop() {
        stopping = true;
        wake();
    }

    @Override
    public void awaitStop(long deadline) throws InterruptedException {
        join(deadline);
        if (thread.isAlive()) {
            thread.interrupt();
            closeConnection();
            join(System.nanoTime() + 500_000_000L);
        }
    }

    private void join(long deadline) throws InterruptedException {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left > 0) {
            thread.join(left);
        }
    }
}
