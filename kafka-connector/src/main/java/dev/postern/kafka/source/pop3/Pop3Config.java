package dev.postern.kafka.source.pop3;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import dev.postern.kafka.TruststoreConfig;
import dev.postern.kafka.source.Mode;
import dev.postern.kafka.source.ModeConfig;
import dev.postern.kafka.source.mailbox.Account;
import dev.postern.kafka.source.mailbox.AccountsConfig;
import dev.postern.kafka.source.mailbox.MailboxConfig;
import dev.postern.kafka.source.mailbox.Shares;
import dev.postern.kafka.source.mailbox.TrustConfig;
import dev.postern.kafka.source.record.RecordConfig;
import dev.postern.smtp.provider.MailService;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceTaskContext;

/** The settings of mailboxes that are fetched by POP3. */
public final class Pop3Config implements ModeConfig {
    private static final String PREFIX = AccountsConfig.prefix(MailService.POP3);
    private static final String AFTER = PREFIX + "after";
    private static final String GONE = PREFIX + "gone.topic";

    /** In the settings of a task; nobody sets it but the connector. */
    private static final String SHARE = PREFIX + "task.accounts";

    // settings of Connect's own
    private static final String TRANSFORMS = "transforms";
    private static final String TOLERANCE = "errors.tolerance";

    private static final Set<String> KEYS = Set.of(MailName.PROTOCOL, MailName.ACCOUNT, MailName.UIDL);

    private final AbstractConfig values;
    private final RecordConfig records;
    private final AccountsConfig accounts;
    private final MailboxConfig mailbox;
    private final TrustConfig trust;

    /**
     * Reads them from these values.
     *
     * @param records what a record of a mail says
     */
    public Pop3Config(AbstractConfig values, RecordConfig records) {
        this.values = values;
        this.records = records;
        this.accounts = new AccountsConfig(values, MailService.POP3);
        this.mailbox = new MailboxConfig(values, PREFIX, records);
        this.trust = new TrustConfig(new TruststoreConfig(values, PREFIX));
    }

    /** Adds these settings, in groups of their own. */
    public static GroupedConfigDef define(GroupedConfigDef settings) {
        AccountsConfig.define(settings, MailService.POP3);
        TruststoreConfig.define(settings, PREFIX);
        settings.group("POP3: reading")
                .add(
                        AFTER,
                        "After that",
                        ConfigDef.Type.STRING,
                        "leave",
                        ValidString.in("leave", "delete"),
                        Importance.HIGH,
                        "What is done to a mail when the broker has its record. leave: nothing; delete: it is deleted. Where the record has the header only, the mail stays. What the task was not"
                                + " to delete any more before it ended, the next one deletes; but with transforms or errors.tolerance=all, by which a mail may have been dropped, it stays.")
                .add(
                        GONE,
                        "Topic of what is gone",
                        ConfigDef.Type.STRING,
                        "",
                        Settings.topicOrEmpty(),
                        Importance.LOW,
                        "A topic for a record of each mail that was read and is gone from the server: its key is account/uidl, and it has no value. With that record the mail's source offset is"
                                + " forgotten, so that Connect's topic of offsets does not grow with all mail there ever was; there is no other way to tell Connect. Empty: offsets stay.");
        return MailboxConfig.define(settings, PREFIX);
    }

    @Override
    public void check(SettingErrors errors) {
        accounts.check(errors);
        trust.check(errors);
        mailbox.check(errors);
    }

    @Override
    public List<Map<String, String>> taskConfigs(int most) {
        List<String> names = opened().stream().map(Account::name).toList();
        return Shares.of(names, most).stream()
                .map(share -> {
                    Map<String, String> settings = new HashMap<>(values.originalsStrings());
                    settings.put(SHARE, String.join(",", share));
                    return settings;
                })
                .toList();
    }

    private List<Account> opened() {
        try {
            return accounts.open();
        } catch (IOException e) {
            throw new ConnectException(e.getMessage(), e);
        }
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport() {
        return ExactlyOnceSupport.SUPPORTED;
    }

    @Override
    public boolean alterOffsets(Map<Map<String, ?>, Map<String, ?>> offsets) {
        offsets.forEach((partition, offset) -> {
            boolean isOurs = partition != null
                    && partition.keySet().equals(KEYS)
                    && MailName.POP3.equals(partition.get(MailName.PROTOCOL))
                    && partition.values().stream().allMatch(String.class::isInstance);
            if (!isOurs) {
                throw new ConnectException(
                        "Invalid partition " + partition
                                + ": it must have the keys protocol, which is pop3, account, which is a name in pop3.accounts or default, and uidl");
            }
            if (offset != null && !MailName.OFFSET.equals(offset) && !MailName.DELETE_OFFSET.equals(offset)) {
                throw new ConnectException("Invalid offset " + offset + ": a mail was read, " + MailName.OFFSET
                        + ", or read and is to be deleted, " + MailName.DELETE_OFFSET + ", or null stands for it");
            }
        });
        return true;
    }

    @Override
    public Mode open(SourceTaskContext context) throws IOException {
        List<String> share = List.of(
                String.valueOf(values.originals().getOrDefault(SHARE, "")).split(",", -1));
        List<Account> own = accounts.open().stream()
                .filter(account -> share.contains(account.name()))
                .toList();
        return Pop3Mode.start(own, settings(), records.open(), mailbox.outbox(), context);
    }

    /** A transformation may drop a record, and Connect itself one that it can't write: their offsets are stored all the same. */
    private boolean mayBeDropped() {
        Map<String, Object> given = values.originals();
        return !String.valueOf(given.getOrDefault(TRANSFORMS, "")).isBlank()
                || !"none".equalsIgnoreCase(String.valueOf(given.getOrDefault(TOLERANCE, "none")));
    }

    private Pop3Settings settings() {
        return new Pop3Settings(
                values.getString(AFTER).equals("delete"),
                mayBeDropped(),
                values.getString(GONE),
                mailbox.largest(),
                mailbox.rate(),
                mailbox.poll(),
                mailbox.connectTimeout(),
                mailbox.timeout(),
                mailbox.backoff());
    }
}
