package dev.postern.kafka.source.imap;

import dev.postern.kafka.source.mailbox.Account;
import dev.postern.kafka.source.mailbox.GuardedSocket;
import dev.postern.kafka.source.mailbox.Walk;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.angus.mail.imap.protocol.ListInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows the folders of all accounts, and looks for new ones while the connector runs. */
final class FolderMonitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FolderMonitor.class);
    private static final Duration FIRST_LOOK = Duration.ofSeconds(15);
    private static final int MOST = 1_000;

    private final List<Account> accounts;
    private final ImapSettings settings;
    private final Duration interval;
    private final Runnable changed;
    private final Map<String, List<String>> folders = new HashMap<>();
    private final CountDownLatch looked = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean closing;
    private volatile @Nullable GuardedSocket socket;

    /**
     * @param interval between looks
     * @param changed is called when there are other folders than were {@linkplain #folders told} of
     */
    FolderMonitor(List<Account> accounts, ImapSettings settings, Duration interval, Runnable changed) {
        this.accounts = accounts;
        this.settings = settings;
        this.interval = interval;
        this.changed = changed;
        this.thread = Walk.thread(this::run, "postern-imap-folders");
    }

    /** Begins to look, where that is necessary: where patterns are names, these are the folders. */
    void start() {
        for (Account account : accounts) {
            FolderPatterns patterns = new FolderPatterns(account.folders());
            if (patterns.areNames()) {
                folders.put(account.name(), patterns.names());
            }
        }
        if (folders.size() < accounts.size()) {
            thread.start();
        } else {
            looked.countDown();
        }
    }

    /** The folders that are known, in an order that lasts; waits for some seconds for the first look. */
    List<FolderName> folders() {
        try {
            if (!looked.await(FIRST_LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The folders of some accounts are not known yet: their tasks start when they are");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (folders) {
            List<FolderName> all = new ArrayList<>();
            for (Account account : accounts) {
                folders.getOrDefault(account.name(), List.of())
                        .forEach(folder -> all.add(new FolderName(account.name(), folder)));
            }
            return all;
        }
    }

    private void run() {
        try {
            while (!closing) {
                boolean isOther = look();
                boolean isFirst = looked.getCount() > 0;
                looked.countDown();
                if (isOther && !isFirst) {
                    changed.run();
                }
                Thread.sleep(interval.toMillis());
            }
        } catch (InterruptedException e) {
            return; // it is closed
        }
    }

    /** Asks all servers; whether there are other folders than before. */
    private boolean look() {
        boolean isOther = false;
        for (Account account : accounts) {
            FolderPatterns patterns = new FolderPatterns(account.folders());
            if (closing || patterns.areNames()) {
                continue;
            }
            try {
                List<String> found = ask(account, patterns);
                synchronized (folders) {
                    isOther |= !found.equals(folders.put(account.name(), found));
                }
            } catch (IOException | RuntimeException e) {
                LOG.warn("The folders of {} can't be listed now: {}", account, e.toString());
            }
        }
        return isOther;
    }

    private List<String> ask(Account account, FolderPatterns patterns) throws IOException {
        GuardedSocket made = account.socket(settings.bounds());
        socket = made;
        try (ImapConnection connection =
                ImapConnection.open(account, made, settings.connectTimeout(), settings.timeout())) {
            List<String> found = connection.folders().stream()
                    .filter(folder -> folder.canOpen && patterns.matches(folder.name, folder.separator))
                    .map((ListInfo folder) -> folder.name)
                    .sorted()
                    .distinct()
                    .toList();
            connection.leave();
            if (found.size() > MOST) {
                LOG.warn("{} has {} folders that fit: the first {} are read", account, found.size(), MOST);
            }
            return found.stream().limit(MOST).toList();
        }
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        GuardedSocket open = socket;
        if (open != null) {
            open.cut();
        }
    }
}
