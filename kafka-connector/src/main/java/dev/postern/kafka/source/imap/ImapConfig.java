package dev.postern.kafka.source.imap;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import dev.postern.kafka.TruststoreConfig;
import dev.postern.kafka.source.Mode;
import dev.postern.kafka.source.ModeConfig;
import dev.postern.kafka.source.mailbox.Account;
import dev.postern.kafka.source.mailbox.AccountsConfig;
import dev.postern.kafka.source.mailbox.FingerprintConfig;
import dev.postern.kafka.source.mailbox.Fingerprints;
import dev.postern.kafka.source.mailbox.MailboxConfig;
import dev.postern.kafka.source.mailbox.Outbox;
import dev.postern.kafka.source.mailbox.Shares;
import dev.postern.kafka.source.mailbox.TrustConfig;
import dev.postern.kafka.source.record.RecordConfig;
import dev.postern.smtp.provider.MailService;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.connect.connector.ConnectorContext;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.jspecify.annotations.Nullable;

/** The settings of mailboxes that are read by IMAP. */
public final class ImapConfig implements ModeConfig {
    private static final String PREFIX = AccountsConfig.prefix(MailService.IMAP);
    private static final String START = PREFIX + "start";
    private static final String CONTENT = PREFIX + "content";
    private static final String AFTER = PREFIX + "after";
    private static final String AFTER_FLAG = PREFIX + "after.flag";
    private static final String AFTER_KEYWORD = PREFIX + "after.keyword";
    private static final String AFTER_FOLDER = PREFIX + "after.folder";
    private static final String CHANGES = PREFIX + "changes";
    private static final String CHANGES_TOPIC = PREFIX + "changes.topic";
    private static final String FINGERPRINTS = PREFIX + "fingerprints.topic";
    private static final String IDLE = PREFIX + "idle.ms";
    private static final String CONNECTIONS = PREFIX + "connections";
    private static final String REFRESH = PREFIX + "folders.refresh.ms";
    private static final String BATCH = PREFIX + "batch";
    private static final String BATCH_OCTETS = PREFIX + "batch.bytes";
    private static final long LONGEST_IDLE = 1_740_000; // RFC 2177: re-issued at least every 29 minutes

    private static final List<String> CHANGE_KINDS = List.of("flags", "deletions");

    private final AbstractConfig values;
    private final RecordConfig records;
    private final AccountsConfig accounts;
    private final MailboxConfig mailbox;
    private final TrustConfig trust;
    private final FingerprintConfig fingerprints;
    private @Nullable FolderMonitor monitor;

    /**
     * Reads them from these values.
     *
     * @param records what a record of a mail says
     */
    public ImapConfig(AbstractConfig values, RecordConfig records) {
        this.values = values;
        this.records = records;
        this.accounts = new AccountsConfig(values, MailService.IMAP);
        this.mailbox = new MailboxConfig(values, PREFIX, records);
        this.trust = new TrustConfig(new TruststoreConfig(values, PREFIX));
        this.fingerprints = new FingerprintConfig(values, FINGERPRINTS);
    }

    /** Adds these settings, in groups of their own. */
    public static GroupedConfigDef define(GroupedConfigDef settings) {
        AccountsConfig.define(settings, MailService.IMAP);
        TruststoreConfig.define(settings, PREFIX);
        settings.group("IMAP: reading")
                .add(
                        START,
                        "Start",
                        ConfigDef.Type.STRING,
                        "all",
                        ValidString.in("all", "new"),
                        Importance.HIGH,
                        "Where the reading of a folder begins that was never read before. all: with all mail that is there; new: with what comes from then on.")
                .add(
                        CONTENT,
                        "Content",
                        ConfigDef.Type.STRING,
                        "all",
                        ValidString.in("all", "text", "headers"),
                        Importance.HIGH,
                        "How much of a mail is fetched. all; text: its header and its parts of text, without attachments; headers: its header. Of mail above message.size.max the"
                                + " record has the header, and mail.content=headers.")
                .add(
                        AFTER,
                        "After that",
                        ConfigDef.Type.STRING,
                        "leave",
                        Settings.nameOf(AfterAck.Kind.class),
                        Importance.HIGH,
                        "What is done to a mail when the broker has its record. leave: nothing, not even \\Seen is set; flag: it gets imap.after.flag; keyword: it gets imap.after.keyword;"
                                + " move: it goes to imap.after.folder; delete: it is deleted, and nothing but it is expunged. Where the task is killed right before that, the mail stays as it is.")
                .add(
                        AFTER_FLAG,
                        "Flag",
                        ConfigDef.Type.STRING,
                        "\\Seen",
                        ValidString.in("\\Seen", "\\Flagged", "\\Answered"),
                        Importance.LOW,
                        "The flag of " + AFTER + "=flag.")
                .add(
                        AFTER_KEYWORD,
                        "Keyword",
                        ConfigDef.Type.STRING,
                        "$Postern",
                        Settings.parsedOrEmpty("a keyword", ImapConfig::checkKeyword),
                        Importance.LOW,
                        "The keyword of " + AFTER + "=keyword.")
                .add(
                        AFTER_FOLDER,
                        "Folder",
                        ConfigDef.Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "The folder of " + AFTER + "=move, by its whole name on the server; it must be there.")
                .add(
                        CHANGES,
                        "Changes",
                        ConfigDef.Type.LIST,
                        "",
                        Settings.namesOf(CHANGE_KINDS),
                        Importance.MEDIUM,
                        "Which changes of mails that were read become records of " + CHANGES_TOPIC
                                + ": flags, deletions, or both. Empty: none. Where a server does not number its changes (CONDSTORE, and for deletions QRESYNC) all flags of a folder are asked for"
                                + " at each visit, and what changed while no task ran is not seen.")
                .add(
                        CHANGES_TOPIC,
                        "Topic of changes",
                        ConfigDef.Type.STRING,
                        "",
                        Settings.topicOrEmpty(),
                        Importance.MEDIUM,
                        "The topic of these records: the key is account/folder/uidvalidity/uid, the value the flags with spaces between, as bytes; none for a mail that is gone.")
                .add(
                        IDLE,
                        "Idle",
                        ConfigDef.Type.LONG,
                        900_000L,
                        Range.between(1_000, LONGEST_IDLE),
                        Importance.LOW,
                        "How long to wait for the server to tell of mail (IDLE) before it is asked to anew, in milliseconds; at most 29 minutes (RFC 2177). A server that is gone is noticed"
                                + " after that time.")
                .add(
                        CONNECTIONS,
                        "Connections",
                        ConfigDef.Type.INT,
                        4,
                        Range.between(1, 100),
                        Importance.MEDIUM,
                        "Connections of a task to the server of each account. On each it waits at one folder for the server's word, and visits its other folders every imap.poll.ms.")
                .add(
                        REFRESH,
                        "Look for folders",
                        ConfigDef.Type.LONG,
                        300_000L,
                        Range.between(1_000, 86_400_000),
                        Importance.LOW,
                        "How often to look for new folders, where the folders are patterns, in milliseconds.")
                .add(
                        BATCH,
                        "Mails together",
                        ConfigDef.Type.INT,
                        100,
                        Range.between(1, 1_000),
                        Importance.LOW,
                        "Mails that are asked for by one command.")
                .add(
                        BATCH_OCTETS,
                        "Octets together",
                        ConfigDef.Type.LONG,
                        4_194_304L,
                        Range.between(1, 67_108_864),
                        Importance.LOW,
                        "Octets of mails that are asked for by one command; a larger mail is asked for alone.");
        MailboxConfig.define(settings, PREFIX);
        return FingerprintConfig.define(settings.group("IMAP: fingerprints"), FINGERPRINTS);
    }

    /** RFC 9051 §9, flag-keyword: an atom. */
    private static void checkKeyword(String keyword) {
        if (!keyword.matches("[!-~&&[^(){%*\"\\\\\\]]]{1,100}")) {
            throw new IllegalArgumentException("must be a word without any of ( ) { % * \" \\ ]");
        }
    }

    @Override
    public void check(SettingErrors errors) {
        accounts.check(errors);
        trust.check(errors);
        fingerprints.check(errors);
        mailbox.check(errors);
        if (changes().areAny() && changes().topic().isEmpty()) {
            errors.add(CHANGES_TOPIC, "", "set it together with " + CHANGES);
        }
        if (after().kind() == AfterAck.Kind.MOVE) {
            checkTarget(errors);
        }
    }

    private void checkTarget(SettingErrors errors) {
        String folder = values.getString(AFTER_FOLDER);
        if (folder.isEmpty()) {
            errors.add(AFTER_FOLDER, "", "set it together with " + AFTER + "=move");
        } else if (errors.texts().isEmpty()
                && accounts.patterns().stream()
                        .anyMatch(patterns -> new FolderPatterns(patterns).matches(folder, '/'))) {
            errors.add(AFTER_FOLDER, folder, "is one of the folders that are read: mail would be read there again");
        }
    }

    @Override
    public void watch(ConnectorContext context) {
        try {
            monitor = new FolderMonitor(
                    accounts.open(),
                    settings(),
                    Duration.ofMillis(values.getLong(REFRESH)),
                    context::requestTaskReconfiguration);
        } catch (IOException e) {
            throw new ConnectException(e.getMessage(), e);
        }
        monitor.start();
    }

    @Override
    public void close() {
        if (monitor != null) {
            monitor.close();
        }
    }

    @Override
    public List<Map<String, String>> taskConfigs(int most) {
        if (monitor == null) {
            throw new IllegalStateException("the connector is not started");
        }
        return Shares.of(monitor.folders(), most).stream()
                .map(share -> {
                    Map<String, String> settings = new HashMap<>(values.originalsStrings());
                    settings.put(FolderShares.SETTING, FolderShares.text(share));
                    return settings;
                })
                .toList();
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport() {
        return ExactlyOnceSupport.SUPPORTED;
    }

    @Override
    public boolean alterOffsets(Map<Map<String, ?>, Map<String, ?>> offsets) {
        offsets.forEach(ImapOffsets::check);
        return true;
    }

    @Override
    public Mode open(SourceTaskContext context) throws IOException {
        ImapSettings settings = settings();
        List<Account> opened = accounts.open();
        List<FolderName> folders =
                FolderShares.parse(String.valueOf(values.originals().getOrDefault(FolderShares.SETTING, "[]")));
        Fingerprints kept = fingerprints.open(values.originals().getOrDefault("name", "postern") + "-fingerprints");
        Outbox<SourceRecord> outbox = mailbox.outbox();
        return ImapMode.start(opened, folders, settings, records.open(), kept, outbox, context);
    }

    private ChangeKinds changes() {
        List<String> kinds = values.getList(CHANGES).stream()
                .map(kind -> kind.toLowerCase(Locale.ROOT))
                .toList();
        return new ChangeKinds(kinds.contains("flags"), kinds.contains("deletions"), values.getString(CHANGES_TOPIC));
    }

    private AfterAck after() {
        AfterAck.Kind kind = AfterAck.Kind.valueOf(values.getString(AFTER).toUpperCase(Locale.ROOT));
        return new AfterAck(
                kind,
                switch (kind) {
                    case LEAVE, DELETE -> "";
                    case FLAG -> values.getString(AFTER_FLAG);
                    case KEYWORD -> values.getString(AFTER_KEYWORD);
                    case MOVE -> values.getString(AFTER_FOLDER);
                });
    }

    private ImapSettings settings() {
        return new ImapSettings(
                values.getString(START).equals("all"),
                ContentKind.valueOf(values.getString(CONTENT).toUpperCase(Locale.ROOT)),
                after(),
                changes(),
                mailbox.largest(),
                values.getInt(BATCH),
                values.getLong(BATCH_OCTETS),
                mailbox.rate(),
                mailbox.poll(),
                Duration.ofMillis(values.getLong(IDLE)),
                values.getInt(CONNECTIONS),
                mailbox.connectTimeout(),
                mailbox.timeout(),
                mailbox.backoff());
    }
}
