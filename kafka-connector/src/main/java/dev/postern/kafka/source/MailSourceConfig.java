package dev.postern.kafka.source;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.Settings;
import dev.postern.mail.Domain;
import dev.postern.mail.MalformedAddressException;
import dev.postern.smtp.policy.AcceptedDomains;
import dev.postern.smtp.policy.Check;
import dev.postern.smtp.policy.Limits;
import dev.postern.smtp.server.MailSink;
import dev.postern.smtp.server.ServerTls;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.smtp.server.Spool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;

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
                    Settings.required("the topic for the mail"),
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
                    Settings.required("the address to listen on"),
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
                    Importance.MEDIUM,
                    "Our own name in the greeting and in Received; empty: the name of the worker's machine.")
            .add(
                    ACCEPTED_DOMAINS,
                    "Accepted domains",
                    ConfigDef.Type.LIST,
                    List.of(),
                    ConfigDef.ValidList.anyNonDuplicateValues(true, false),
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
                    Range.atLeast(65_536),
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

    /** What is wrong between settings that are right each on its own, by the key to change. */
    static Map<String, String> contradictions(Map<String, String> settings) {
        MailSourceConfig config = new MailSourceConfig(settings);
        Map<String, String> errors = new LinkedHashMap<>();
        for (String domain : config.getList(ACCEPTED_DOMAINS)) {
            try {
                Domain.parse(domain);
            } catch (MalformedAddressException e) {
                errors.put(ACCEPTED_DOMAINS, domain + " is not a domain: " + e.getMessage());
            }
        }
        if (config.getList(ACCEPTED_DOMAINS).isEmpty()
                && !config.getBoolean(ACCEPT_ANY_DOMAIN)
                && !config.onLoopback()) {
            errors.put(
                    ACCEPTED_DOMAINS,
                    "is empty, but " + HOST + " is " + config.getString(HOST) + ": name your domains, or set "
                            + ACCEPT_ANY_DOMAIN + "=true");
        }
        if (config.getBoolean(REQUIRE_TLS) && config.getString(KEYSTORE).isEmpty()) {
            errors.put(KEYSTORE, REQUIRE_TLS + "=true needs a keystore");
        }
        if (!config.getString(KEYSTORE).isEmpty() && !Files.isReadable(Path.of(config.getString(KEYSTORE)))) {
            errors.put(KEYSTORE, config.getString(KEYSTORE) + " is not a file that the worker can read");
        }
        String spool = config.getString(SPOOL_DIRECTORY);
        if (!spool.isEmpty() && !(Files.isDirectory(Path.of(spool)) && Files.isWritable(Path.of(spool)))) {
            errors.put(SPOOL_DIRECTORY, spool + " is not a directory that the worker can write to");
        }
        long producer = producerSize(settings);
        if (config.getLong(MESSAGE_SIZE) + RECORD_OVERHEAD > producer) {
            errors.put(
                    MESSAGE_SIZE,
                    "a record of " + config.getLong(MESSAGE_SIZE) + " octets and " + RECORD_OVERHEAD
                            + " for its headers does not fit into " + PRODUCER_SIZE + ", which is " + producer
                            + ": raise that one");
        }
        return errors;
    }

    private static long producerSize(Map<String, String> settings) {
        try {
            return Long.parseLong(settings.getOrDefault(PRODUCER_SIZE, String.valueOf(DEFAULT_PRODUCER_SIZE)));
        } catch (NumberFormatException notOurs) {
            return Long.MAX_VALUE; // Connect names the wrong override itself
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
     */
    SmtpServer listen(MailSink sink, Duration stopGrace) throws IOException {
        InetSocketAddress address = new InetSocketAddress(getString(HOST), getInt(PORT));
        return SmtpServer.builder(sink)
                .listen(address)
                .hostname(getString(HOSTNAME))
                .limits(Limits.DEFAULT
                        .withMessageSize(getLong(MESSAGE_SIZE))
                        .withRecipients(getInt(RECIPIENTS))
                        .withConnections(getInt(CONNECTIONS)))
                .checks(checks())
                .spool(spool())
                .tls(tls())
                .requireTls(getBoolean(REQUIRE_TLS))
                .stopGrace(stopGrace)
                .start();
    }

    private List<Check> checks() {
        Set<Domain> domains =
                getList(ACCEPTED_DOMAINS).stream().map(Domain::parse).collect(Collectors.toSet());
        return domains.isEmpty() ? List.of() : List.of(new AcceptedDomains(domains));
    }

    private Spool spool() {
        String directory = getString(SPOOL_DIRECTORY);
        Path path = Path.of(directory.isEmpty() ? System.getProperty("java.io.tmpdir") : directory);
        return Spool.in(path).withMemory(getLong(SPOOL_MEMORY)).withTotal(getLong(SPOOL_TOTAL));
    }

    private @org.jspecify.annotations.Nullable ServerTls tls() throws IOException {
        String keystore = getString(KEYSTORE);
        return keystore.isEmpty()
                ? null
                : ServerTls.fromPkcs12(
                        Path.of(keystore),
                        getPassword(KEYSTORE_PASSWORD).value().toCharArray());
    }

    private boolean onLoopback() {
        try {
            return InetAddress.getByName(getString(HOST)).isLoopbackAddress();
        } catch (IOException unknown) {
            return false;
        }
    }
}
