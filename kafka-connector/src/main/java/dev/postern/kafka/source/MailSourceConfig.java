package dev.postern.kafka.source;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import dev.postern.mail.Domain;
import dev.postern.smtp.policy.AcceptedDomains;
import dev.postern.smtp.policy.Check;
import dev.postern.smtp.policy.Limits;
import dev.postern.smtp.server.MailSink;
import dev.postern.smtp.server.ServerTls;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.smtp.server.Spool;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The settings of the source. */
public final class MailSourceConfig extends AbstractConfig {
    private static final String MODE = "mail.mode";
    private static final String TOPIC = "topic";
    private static final String HOST = "listen.host";
    private static final String PORT = "listen.port";
    private static final String HOSTNAME = "hostname";
    private static final String ACCEPTED_DOMAINS = "accepted.domains";
    private static final String ACCEPT_ANY_DOMAIN = "accept.any.domain";
    private static final String MESSAGE_SIZE = "message.size.max";
    private static final String RECIPIENTS = "recipients.max";
    private static final String CONNECTIONS = "connections.max";
    private static final String REPLY_DEADLINE = "reply.deadline.ms";
    private static final String STRIP_BCC = "strip.bcc";
    private static final String SPOOL_DIRECTORY = "spool.directory";
    private static final String SPOOL_MEMORY = "spool.memory.bytes";
    private static final String SPOOL_TOTAL = "spool.total.bytes";
    private static final String KEYSTORE = "keystore.location";
    private static final String KEYSTORE_PASSWORD = "keystore.password";
    private static final String REQUIRE_TLS = "require.tls";

    private static final String PRODUCER_SIZE = "producer.override.max.request.size";
    private static final long DEFAULT_PRODUCER_SIZE = 1_048_576;
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
                    HOST,
                    "Listen host",
                    ConfigDef.Type.STRING,
                    "127.0.0.1",
                    Settings.host(),
                    Importance.HIGH,
                    "The address to listen on; 0.0.0.0 for all.")
            .add(
                    PORT,
                    "Listen port",
                    ConfigDef.Type.INT,
                    2525,
                    Range.between(0, 65_535),
                    Importance.HIGH,
                    "The port to listen on; 0 takes a free one, which the log names.")
            .add(
                    HOSTNAME,
                    "Own name",
                    ConfigDef.Type.STRING,
                    "",
                    Settings.domainOrEmpty(),
                    Importance.MEDIUM,
                    "Our own name in the greeting and in Received; empty: the name of the worker's machine.")
            .add(
                    ACCEPTED_DOMAINS,
                    "Accepted domains",
                    ConfigDef.Type.LIST,
                    List.of(),
                    Settings.domains(),
                    Importance.HIGH,
                    "The domains whose recipients are accepted; others are refused with 550 5.7.1. May be empty only on a loopback address: then"
                            + " all are accepted.")
            .add(
                    ACCEPT_ANY_DOMAIN,
                    "Accept any domain",
                    ConfigDef.Type.BOOLEAN,
                    false,
                    Importance.LOW,
                    "Whether recipients of any domain are accepted also on an address that is not loopback.")
            .group("TLS")
            .add(
                    KEYSTORE,
                    "Keystore",
                    ConfigDef.Type.STRING,
                    "",
                    Importance.HIGH,
                    "A PKCS#12 file with key and certificate for STARTTLS; empty: not offered.")
            .add(
                    KEYSTORE_PASSWORD,
                    "Keystore password",
                    ConfigDef.Type.PASSWORD,
                    "",
                    Importance.HIGH,
                    "The password of the keystore.")
            .add(
                    REQUIRE_TLS,
                    "Require TLS",
                    ConfigDef.Type.BOOLEAN,
                    false,
                    Importance.MEDIUM,
                    "Whether mail in plaintext is refused.")
            .group("Limits")
            .add(
                    MESSAGE_SIZE,
                    "Largest message",
                    ConfigDef.Type.LONG,
                    DEFAULT_PRODUCER_SIZE - RECORD_OVERHEAD,
                    Range.between(65_536, MAX_RECORD - RECORD_OVERHEAD),
                    Importance.HIGH,
                    "The largest message in octets, announced by SIZE; a larger one is refused with 552. For more than the default also raise"
                            + " producer.override.max.request.size to it plus 65536, and the topic's max.message.bytes.")
            .add(
                    RECIPIENTS,
                    "Recipients",
                    ConfigDef.Type.INT,
                    1_000,
                    Range.atLeast(100),
                    Importance.LOW,
                    "The most recipients of one mail.")
            .add(
                    CONNECTIONS,
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
                    SPOOL_DIRECTORY,
                    "Spool directory",
                    ConfigDef.Type.STRING,
                    "",
                    Importance.MEDIUM,
                    "Where larger messages rest until their reply; empty: the directory for temporary files.")
            .add(
                    SPOOL_MEMORY,
                    "Octets in memory",
                    ConfigDef.Type.LONG,
                    67_108_864L,
                    Range.atLeast(0),
                    Importance.LOW,
                    "Octets of messages that rest in memory.")
            .add(
                    SPOOL_TOTAL,
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
        config.checkListener(errors);
        config.checkSizes(errors);
        if (config.getBoolean(REQUIRE_TLS) && config.getString(KEYSTORE).isEmpty()) {
            errors.add(KEYSTORE, "", REQUIRE_TLS + "=true needs a keystore");
        }
        try {
            config.tls();
        } catch (IOException e) {
            errors.add(KEYSTORE, config.getString(KEYSTORE), String.valueOf(e.getMessage()));
        }
        try {
            config.spool();
        } catch (IOException | IllegalArgumentException e) {
            errors.add(SPOOL_DIRECTORY, config.getString(SPOOL_DIRECTORY), String.valueOf(e.getMessage()));
        }
        return errors;
    }

    // Whether the port is free is seen at the start only: while settings change, the listener that has it is our own.
    private void checkListener(SettingErrors errors) {
        InetAddress address;
        try {
            address = InetAddress.getByName(getString(HOST));
        } catch (UnknownHostException e) {
            errors.add(HOST, getString(HOST), "must be the name or address of this machine, but is known to nobody");
            return;
        }
        boolean anyDomain = getList(ACCEPTED_DOMAINS).isEmpty() && !getBoolean(ACCEPT_ANY_DOMAIN);
        if (anyDomain && !address.isLoopbackAddress()) {
            errors.add(
                    ACCEPTED_DOMAINS,
                    "",
                    HOST + " is " + getString(HOST) + ", where others may send mail: name your domains, or set "
                            + ACCEPT_ANY_DOMAIN + "=true");
        }
    }

    private void checkSizes(SettingErrors errors) {
        long record = getLong(MESSAGE_SIZE) + RECORD_OVERHEAD;
        String needs = "with " + RECORD_OVERHEAD + " for its headers a record needs " + record + ", but ";
        if (record > recordSize()) {
            errors.add(
                    MESSAGE_SIZE,
                    getLong(MESSAGE_SIZE),
                    needs + PRODUCER_SIZE + " is " + recordSize()
                            + ": raise that one, and the topic's max.message.bytes");
        } else if (record > producerMemory()) {
            errors.add(
                    MESSAGE_SIZE,
                    getLong(MESSAGE_SIZE),
                    needs + PRODUCER_MEMORY + " is " + producerMemory() + ": raise that one");
        }
        if (getLong(MESSAGE_SIZE) > getLong(SPOOL_TOTAL)) {
            errors.add(
                    SPOOL_TOTAL,
                    getLong(SPOOL_TOTAL),
                    "must hold at least one message of " + MESSAGE_SIZE + ", which is " + getLong(MESSAGE_SIZE));
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
        return getString(HOST) + ":" + getInt(PORT);
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
     * @throws IOException if the port can't be had or a file can't be read; the message names it
     * @throws ConfigException if our own name is not set and the machine has none
     */
    SmtpServer listen(MailSink sink, Duration stopGrace) throws IOException {
        String hostname = getString(HOSTNAME).isEmpty() ? Settings.localName(HOSTNAME) : getString(HOSTNAME);
        SmtpServer.Builder server = SmtpServer.builder(sink)
                .listen(new InetSocketAddress(getString(HOST), getInt(PORT)))
                .hostname(hostname)
                .limits(Limits.DEFAULT
                        .withMessageSize(getLong(MESSAGE_SIZE))
                        .withRecipients(getInt(RECIPIENTS))
                        .withConnections(getInt(CONNECTIONS)))
                .checks(checks())
                .spool(spool())
                .tls(tls())
                .requireTls(getBoolean(REQUIRE_TLS))
                .stopGrace(stopGrace);
        try {
            return server.start();
        } catch (BindException e) {
            BindException failure = new BindException(
                    e.getMessage() + "; set " + HOST + " and " + PORT + " to what is free on this machine");
            failure.initCause(e);
            throw failure;
        }
    }

    private List<Check> checks() {
        Set<Domain> domains =
                getList(ACCEPTED_DOMAINS).stream().map(Domain::parse).collect(Collectors.toSet());
        return domains.isEmpty() ? List.of() : List.of(new AcceptedDomains(domains));
    }

    private Spool spool() throws IOException {
        String directory = getString(SPOOL_DIRECTORY);
        Path path =
                Settings.path(SPOOL_DIRECTORY, directory.isEmpty() ? System.getProperty("java.io.tmpdir") : directory);
        return Spool.in(path).withMemory(getLong(SPOOL_MEMORY)).withTotal(getLong(SPOOL_TOTAL));
    }

    private @Nullable ServerTls tls() throws IOException {
        String keystore = getString(KEYSTORE);
        return keystore.isEmpty()
                ? null
                : ServerTls.fromPkcs12(
                        Settings.path(KEYSTORE, keystore),
                        getPassword(KEYSTORE_PASSWORD).value().toCharArray());
    }
}
