package dev.postern.benchmarks.chaos.mailbox;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How mailboxes are read, and whether what was read is deleted. */
public enum Reading {
    IMAP("imap", false),
    POP3("pop3", false),
    POP3_DELETE("pop3", true);

    private static final int RATE = 120;
    private static final int POLL = 250;

    private final String mode;
    private final boolean deletes;

    Reading(String mode, boolean deletes) {
        this.mode = mode;
        this.deletes = deletes;
    }

    /** What the connector calls it. */
    String mode() {
        return mode;
    }

    /** The folders of an account, with dots between their parts. */
    List<String> folders() {
        return this == IMAP ? List.of("INBOX", "Archive.A", "Archive.B") : List.of("INBOX");
    }

    boolean deletes() {
        return deletes;
    }

    /** The same, but that nothing is deleted. */
    Reading leaving() {
        return deletes ? POP3 : this;
    }

    /** Mails a second of each folder, where it is to take its time. */
    int rate() {
        return RATE / folders().size();
    }

    /** How news come, for readers. */
    String news() {
        return this == IMAP ? "by IDLE" : "by a visit each " + POLL + " ms";
    }

    /** The topic of what is gone. */
    static String gone(String connector) {
        return connector + "-gone";
    }

    /** Settings of the connector that only this way has. */
    Map<String, String> settings(String connector) {
        Map<String, String> settings = new HashMap<>();
        if (this == IMAP) {
            settings.put("imap.fingerprints.topic", connector + "-fingerprints");
            settings.put("imap.fingerprints.topic.partitions", "1");
        } else {
            settings.put("pop3.poll.ms", String.valueOf(POLL));
            settings.put("pop3.after", deletes ? "delete" : "leave");
            settings.put("pop3.gone.topic", gone(connector));
        }
        return settings;
    }

    /** In the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
