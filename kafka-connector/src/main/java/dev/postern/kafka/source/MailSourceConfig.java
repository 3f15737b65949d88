package dev.postern.kafka.source;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import dev.postern.smtp.server.AuthSettings;
import dev.postern.smtp.server.DnsSettings;
import dev.postern.smtp.server.ListenerKey;
import dev.postern.smtp.server.ListenerSettings;
import dev.postern.smtp.server.MailSink;
import dev.postern.smtp.server.NetworkSettings;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.smtp.server.TlsSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/** The settings of the source. */
public final class MailSourceConfig extends AbstractConfig {
    private static final String MODE = "mail.mode";
    private static final String TOPIC = "topic";
    private static final String REPLY_DEADLINE = "reply.deadline.ms";
    private static final String STRIP_BCC = "strip.bcc";

    private static final UnaryOperator<String> AS_IT_IS = UnaryOperator.identity();
    private static final String PRODUCER_SIZE = "producer.override.max.request.size";
    private static final long DEFAULT_PRODUCER_SIZE = 1_048_576;
    private static final String ACKS = "producer.override.acks";
    private static final String PRODUCER_MEMORY = "producer.override.buffer.memory";
    private static final long DEFAULT_PRODUCER_MEMORY = 33_554_432;
    private static final long MAX_RECORD = Integer.MAX_VALUE;

    /** What a record needs beside the message: key, headers and framing. */
    private static final long RECORD_OVERHEAD = 65_536;

    /** Every setting, with its type, default, limits and meaning. */
    public static final ConfigDef DEFINITION = new GroupedConfigDef()
            .group("Mail")
            .add(
                    MODE,
                    "Mode",
                    ConfigDef.Type.STRING,
                    "smtp",
                    ValidString.in("smtp"),
                    Importance.HIGH,
                    "How mail comes in. smtp: a listener of our own.")
            .add(
                    TOPIC,
                    "Topic",
                    ConfigDef.Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    Settings.topic(),
                    Importance.HIGH,
                    "The topic for the mail: key is the mail's id, value the message (RFC 5322) as bytes, the envelope stands in headers.")
            .add(
                    STRIP_BCC,
                    "Strip Bcc",
                    ConfigDef.Type.BOOLEAN,
                    true,
                    Importance.LOW,
                    "Whether Bcc fields are removed from messages.")
            .group("Listener")
            .add(
                    ListenerKey.HOST,
                    "Listen host",
                    ConfigDef.Type.STRING,
                    "127.0.0.1",
                    Settings.host(),
                    Importance.HIGH,
                    "The address to listen on; 0.0.0.0 for all.")
            .add(
                    ListenerKey.PORT,
                    "Listen port",
                    ConfigDef.Type.INT,
                    2525,
                    Range.between(0, 65_535),
                    Importance.HIGH,
                    "The port to listen on; 0 takes a free one, which the log names.")
            .add(
                    ListenerKey.HOSTNAME,
                    "Own name",
                    ConfigDef.Type.STRING,
                    "",
                    Settings.domainOrEmpty(),
                    Importance.MEDIUM,
                    "Our own name in the greeting and in Received; empty: the name of the worker's machine.")
            .add(
                    ListenerKey.ACCEPTED_DOMAINS,
                    "Accepted domains",
                    ConfigDef.Type.LIST,
                    List.of(),
                    Settings.domains(),
                    Importance.HIGH,
                    "The domains whose recipients are accepted; others are refused with 550 5.7.1. May be empty only on a loopback address: then"
                            + " all are accepted.")
            .add(
                    ListenerKey.ACCEPT_ANY_DOMAIN,
                    "Accept any domain",
                    ConfigDef.Type.BOOLEAN,
                    false,
                    Importance.LOW,
                    "Whether recipients of any domain are accepted also on an address that is not loopback.")
            .add(
                    ListenerKey.RELAY_NETWORKS,
                    "Networks that may relay",
                    ConfigDef.Type.LIST,
                    List.of(),
                    ConfigDef.ValidList.anyNonDuplicateValues(true, false),
                    Importance.MEDIUM,
                    "Networks such as 192.0.2.0/24 whose clients may send to all domains without logging in: printers, for one, which can't.")
            .add(
                    ListenerKey.PROXY_NETWORKS,
                    "Networks of proxies",
                    ConfigDef.Type.LIST,
                    List.of(),
                    ConfigDef.ValidList.anyNonDuplicateValues(true, false),
                    Importance.LOW,
                    "Networks of proxies that speak the PROXY protocol, version 1 or 2: their connections must begin with it, and nobody else's may.")
            .group("TLS")
            .add(
                    ListenerKey.KEYSTORE,
                    "Keystores",
                    ConfigDef.Type.LIST,
                    List.of(),
                    Importance.HIGH,
                    "Where keys and certificates for TLS are: PKCS#12 files, PEM files with key and chain, or directories with tls.crt and"
                            + " tls.key or fullchain.pem and privkey.pem. A client gets the one with the name that it asks for, else the"
                            + " first. Changed files are read anew within ten seconds. Empty: TLS is not offered.")
            .add(
                    ListenerKey.KEYSTORE_PASSWORD,
                    "Keystore password",
                    ConfigDef.Type.PASSWORD,
                    "",
                    Importance.HIGH,
                    "The password of the keystores, or of the keys in PEM where those are encrypted.")
            .add(
                    ListenerKey.REQUIRE_TLS,
                    "Require TLS",
                    ConfigDef.Type.BOOLEAN,
                    false,
                    Importance.MEDIUM,
                    "Whether mail in plaintext is refused.")
            .add(
                    ListenerKey.IMPLICIT_TLS,
                    "TLS from the first octet",
                    ConfigDef.Type.BOOLEAN,
                    false,
                    Importance.MEDIUM,
                    "Whether connections begin in TLS, as on port 465, and not by STARTTLS.")
            .add(
                    ListenerKey.CLIENT_CERTIFICATES,
                    "Certificates of clients",
                    ConfigDef.Type.STRING,
                    "none",
                    ConfigDef.ValidString.in("none", "optional", "required"),
                    Importance.LOW,
                    "Whether clients show a certificate in TLS; one that is shown must be issued by one of the truststore.")
            .add(
                    ListenerKey.TRUSTSTORE,
                    "Truststore",
                    ConfigDef.Type.STRING,
                    "",
                    Importance.LOW,
                    "A PKCS#12 file with the certificates of those who issue certificates to clients.")
            .add(
                    ListenerKey.TRUSTSTORE_PASSWORD,
                    "Truststore password",
                    ConfigDef.Type.PASSWORD,
                    "",
                    Importance.LOW,
                    "The password of the truststore.")
            .group("Checks")
            .add(
                    ListenerKey.CHECK_SENDER_DOMAIN,
                    "Check the sender's domain",
                    ConfigDef.Type.BOOLEAN,
                    false,
                    Importance.MEDIUM,
                    "Whether mail is refused whose sender's domain has neither MX nor address (550 5.1.8), or says that it sends no mail (550"
                            + " 5.7.27). Off, as a listener must start where there is no DNS; switch it on where strangers may send.")
            .add(
                    ListenerKey.CHECK_REVERSE_NAME,
                    "Check the reverse name",
                    ConfigDef.Type.BOOLEAN,
                    false,
                    Importance.MEDIUM,
                    "Whether clients are refused whose address has no name that points back to it (550 5.7.25).")
            .add(
                    ListenerKey.CHECK_HELLO_NAME,
                    "Check the EHLO name",
                    ConfigDef.Type.BOOLEAN,
                    false,
                    Importance.LOW,
                    "Whether clients are refused that give neither a qualified name with an address nor an address literal at EHLO (550 5.7.1)."
                            + " RFC 5321 §4.1.4 forbids this, and it refuses mail that is wanted.")
            .add(
                    ListenerKey.DNS_BLOCK_LISTS,
                    "DNS block lists",
                    ConfigDef.Type.LIST,
                    List.of(),
                    ConfigDef.ValidList.anyNonDuplicateValues(true, false),
                    Importance.MEDIUM,
                    "Lists in DNS whose clients are refused (554 5.7.1), such as zen.spamhaus.org; the responses that count may stand behind,"
                            + " as in bl.example.org=127.0.0.[2;4..11]. A list that fails is passed over. Many lists do not answer public resolvers.")
            .add(
                    ListenerKey.DNS_ALLOW_LISTS,
                    "DNS allow lists",
                    ConfigDef.Type.LIST,
                    List.of(),
                    ConfigDef.ValidList.anyNonDuplicateValues(true, false),
                    Importance.LOW,
                    "Lists in DNS, of the same form, whose clients no block list refuses.")
            .add(
                    ListenerKey.DNS_SERVERS,
                    "DNS servers",
                    ConfigDef.Type.LIST,
                    List.of(),
                    ConfigDef.ValidList.anyNonDuplicateValues(true, false),
                    Importance.LOW,
                    "Addresses of the servers that the checks ask, with a port or with 53; empty: those of the worker's machine.")
            .add(
                    ListenerKey.DNS_TIMEOUT,
                    "DNS timeout",
                    ConfigDef.Type.LONG,
                    DnsSettings.DEFAULT_TIMEOUT_MILLIS,
                    Range.between(DnsSettings.LEAST_TIMEOUT_MILLIS, DnsSettings.LONGEST_TIMEOUT_MILLIS),
                    Importance.LOW,
                    "How long one question to DNS may take with all its attempts, in milliseconds; what is not known then is answered with 451"
                            + " 4.4.3, but a list is passed over.")
            .group("Authentication")
            .add(
                    ListenerKey.AUTH_USERS_FILE,
                    "Users file",
                    ConfigDef.Type.STRING,
                    "",
                    Importance.MEDIUM,
                    "The users that may log in, in a file that ./postern user writes; they may send to all domains. Empty: AUTH is not offered.")
            .add(
                    ListenerKey.AUTH_REQUIRED,
                    "Require authentication",
                    ConfigDef.Type.BOOLEAN,
                    false,
                    Importance.MEDIUM,
                    "Whether mail is taken from clients only that have logged in.")
            .add(
                    ListenerKey.AUTH_ALLOW_PLAINTEXT,
                    "Allow authentication in plaintext",
                    ConfigDef.Type.BOOLEAN,
                    false,
                    Importance.LOW,
                    "Whether clients may log in without TLS too, where others on the way can read their passwords.")
            .group("Limits")
            .add(
                    ListenerKey.MESSAGE_SIZE,
                    "Largest message",
                    ConfigDef.Type.LONG,
                    DEFAULT_PRODUCER_SIZE - RECORD_OVERHEAD,
                    Range.between(65_536, MAX_RECORD - RECORD_OVERHEAD),
                    Importance.HIGH,
                    "The largest message in octets, announced by SIZE; a larger one is refused with 552. For more than the default also raise"
                            + " producer.override.max.request.size to it plus 65536, and the topic's max.message.bytes.")
            .add(
                    ListenerKey.RECIPIENTS,
                    "Recipients",
                    ConfigDef.Type.INT,
                    1_000,
                    Range.atLeast(100),
                    Importance.LOW,
                    "The most recipients of one mail.")
            .add(
                    ListenerKey.CONNECTIONS,
                    "Connections",
                    ConfigDef.Type.INT,
                    1_000,
                    Range.atLeast(1),
                    Importance.MEDIUM,
                    "The most open connections.")
            .add(
                    REPLY_DEADLINE,
                    "Reply deadline",
                    ConfigDef.Type.LONG,
                    120_000L,
                    Range.between(1, 570_000),
                    Importance.MEDIUM,
                    "How long a client waits for the broker, in milliseconds, before it is answered 451 and keeps the mail; below the 10 minutes"
                            + " of RFC 5321 §4.5.3.2.6. A record that is acknowledged later is a duplicate of what the client sends again.")
            .group("Spool")
            .add(
                    ListenerKey.SPOOL_DIRECTORY,
                    "Spool directory",
                    ConfigDef.Type.STRING,
                    "",
                    Importance.MEDIUM,
                    "Where larger messages rest until their reply; empty: the directory for temporary files.")
            .add(
                    ListenerKey.SPOOL_MEMORY,
                    "Octets in memory",
                    ConfigDef.Type.LONG,
                    67_108_864L,
                    Range.atLeast(0),
                    Importance.LOW,
                    "Octets of messages that rest in memory.")
            .add(
                    ListenerKey.SPOOL_TOTAL,
                    "Octets in all",
                    ConfigDef.Type.LONG,
                    1_073_741_824L,
                    Range.atLeast(1),
                    Importance.MEDIUM,
                    "Octets of messages in memory and in files; beyond it mail is answered with 452 4.3.1.");

    public MailSourceConfig(Map<String, String> settings) {
        super(DEFINITION, settings, false);
    }

    /** What is wrong between settings that are right each on its own, or with the files that they name. */
    static SettingErrors contradictions(MailSourceConfig config) {
        SettingErrors errors = new SettingErrors();
        config.checkSizes(errors);
        config.checkAcks(errors);
        config.listenerSettings()
                .problems(AS_IT_IS)
                .forEach(problem -> errors.add(problem.key(), problem.value(), problem.remedy()));
        return errors;
    }

    private void checkSizes(SettingErrors errors) {
        long record = getLong(ListenerKey.MESSAGE_SIZE) + RECORD_OVERHEAD;
        String needs = "with " + RECORD_OVERHEAD + " for its headers a record needs " + record + ", but ";
        if (record > recordSize()) {
            errors.add(
                    ListenerKey.MESSAGE_SIZE,
                    getLong(ListenerKey.MESSAGE_SIZE),
                    needs + PRODUCER_SIZE + " is " + recordSize()
                            + ": raise that one, and the topic's max.message.bytes");
        } else if (record > producerMemory()) {
            errors.add(
                    ListenerKey.MESSAGE_SIZE,
                    getLong(ListenerKey.MESSAGE_SIZE),
                    needs + PRODUCER_MEMORY + " is " + producerMemory() + ": raise that one");
        }
    }

    // 250 means that all replicas in sync have the record
    private void checkAcks(SettingErrors errors) {
        String acks = String.valueOf(originals().getOrDefault(ACKS, "all"));
        if (!acks.equals("all") && !acks.equals("-1")) {
            errors.add(ACKS, acks, "must be all: a client is told 250 for what all replicas in sync have");
        }
    }

    /** The most octets of a record that the producer takes. */
    long recordSize() {
        return override(PRODUCER_SIZE, DEFAULT_PRODUCER_SIZE);
    }

    /** The octets of records that the producer holds before it blocks. */
    long producerMemory() {
        return override(PRODUCER_MEMORY, DEFAULT_PRODUCER_MEMORY);
    }

    private long override(String key, long byDefault) {
        try {
            return Long.parseLong(String.valueOf(originals().getOrDefault(key, byDefault)));
        } catch (NumberFormatException notOurs) {
            return byDefault; // Connect names the wrong override itself
        }
    }

    String topic() {
        return getString(TOPIC);
    }

    /** The listener's name in source offsets. */
    String listener() {
        return getString(ListenerKey.HOST) + ":" + getInt(ListenerKey.PORT);
    }

    Duration replyDeadline() {
        return Duration.ofMillis(getLong(REPLY_DEADLINE));
    }

    boolean stripBcc() {
        return getBoolean(STRIP_BCC);
    }

    /**
     * Starts a listener as these settings say.
     *
     * @throws IOException if the port can't be had, a file can't be read, or our own name is not set and can't be found; the message names
     *     the setting
     */
    SmtpServer listen(MailSink sink, Duration stopGrace) throws IOException {
        return listenerSettings().listen(sink, stopGrace, AS_IT_IS);
    }

    private ListenerSettings listenerSettings() {
        return new ListenerSettings(
                getString(ListenerKey.HOST),
                getInt(ListenerKey.PORT),
                getString(ListenerKey.HOSTNAME),
                getList(ListenerKey.ACCEPTED_DOMAINS),
                getBoolean(ListenerKey.ACCEPT_ANY_DOMAIN),
                new NetworkSettings(getList(ListenerKey.RELAY_NETWORKS), getList(ListenerKey.PROXY_NETWORKS)),
                getLong(ListenerKey.MESSAGE_SIZE),
                getInt(ListenerKey.RECIPIENTS),
                getInt(ListenerKey.CONNECTIONS),
                getString(ListenerKey.SPOOL_DIRECTORY),
                getLong(ListenerKey.SPOOL_MEMORY),
                getLong(ListenerKey.SPOOL_TOTAL),
                new TlsSettings(
                        getList(ListenerKey.KEYSTORE),
                        getPassword(ListenerKey.KEYSTORE_PASSWORD).value(),
                        getBoolean(ListenerKey.REQUIRE_TLS),
                        getBoolean(ListenerKey.IMPLICIT_TLS),
                        getString(ListenerKey.CLIENT_CERTIFICATES),
                        getString(ListenerKey.TRUSTSTORE),
                        getPassword(ListenerKey.TRUSTSTORE_PASSWORD).value()),
                dnsSettings(),
                new AuthSettings(
                        getString(ListenerKey.AUTH_USERS_FILE),
                        getBoolean(ListenerKey.AUTH_REQUIRED),
                        getBoolean(ListenerKey.AUTH_ALLOW_PLAINTEXT)));
    }

    private DnsSettings dnsSettings() {
        return new DnsSettings(
                getList(ListenerKey.DNS_SERVERS),
                getLong(ListenerKey.DNS_TIMEOUT),
                getList(ListenerKey.DNS_BLOCK_LISTS),
                getList(ListenerKey.DNS_ALLOW_LISTS),
                getBoolean(ListenerKey.CHECK_SENDER_DOMAIN),
                getBoolean(ListenerKey.CHECK_REVERSE_NAME),
                getBoolean(ListenerKey.CHECK_HELLO_NAME));
    }
}
