package dev.postern.kafka.sink;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import dev.postern.kafka.TruststoreConfig;
import dev.postern.smtp.client.PoolLimits;
import dev.postern.smtp.client.SignedContent;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.discovery.TlsProbe;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;

/** The settings of the sink that say how it is towards each server: its name, whom it trusts, how many connections it has, and how long it waits. */
final class ClientConfig {
    static final String HELLO = "smtp.hello";

    private static final String SIGNED_CONTENT = "smtp.8bit.signed";
    private static final String CONNECTIONS = "smtp.connections";
    private static final String ALL_CONNECTIONS = "smtp.connections.total";
    private static final String MAILS_PER_CONNECTION = "smtp.mails.per.connection";
    private static final String CONNECT_TIMEOUT = "smtp.timeout.connect.ms";
    private static final String COMMAND_TIMEOUT = "smtp.timeout.command.ms";
    private static final String CONTENT_TIMEOUT = "smtp.timeout.content.ms";

    private static final Duration MX_IDLE = Duration.ofSeconds(10); // a stranger's connections are worth saving

    private final AbstractConfig values;

    ClientConfig(AbstractConfig values) {
        this.values = values;
    }

    /** Adds those of names and content to the group that is open. */
    static void define(GroupedConfigDef settings) {
        settings.add(
                        HELLO,
                        "Own name",
                        ConfigDef.Type.STRING,
                        "",
                        Settings.domainOrEmpty(),
                        Importance.MEDIUM,
                        "Our own name at EHLO; empty: the name of the worker's machine.")
                .add(
                        SIGNED_CONTENT,
                        "Signed mail in 8 bits",
                        ConfigDef.Type.STRING,
                        "fail",
                        Settings.nameOf(SignedContent.class),
                        Importance.LOW,
                        "What becomes of a mail in 8 bits that goes to a server of 7 bits, where it is signed (DKIM, ARC, multipart/signed) and the signature would"
                                + " not fit any more. fail: it is refused with 5.6.3; convert: it is converted all the same; send: it goes in 8"
                                + " bits, which the server may take, spoil or refuse. Mail that is not signed is always converted.");
    }

    /** Adds those of connections, as a group of their own. */
    static void defineConnections(GroupedConfigDef settings) {
        settings.group("Connections")
                .add(
                        CONNECTIONS,
                        "Connections",
                        ConfigDef.Type.INT,
                        4,
                        Range.between(1, 1_000),
                        Importance.MEDIUM,
                        "Connections to the relay at the same time, or to one host where mail goes by MX; for each task.")
                .add(
                        ALL_CONNECTIONS,
                        "Connections in total",
                        ConfigDef.Type.INT,
                        100,
                        Range.between(1, 10_000),
                        Importance.MEDIUM,
                        "Connections to all hosts at the same time where mail goes by MX, for each task.")
                .add(
                        MAILS_PER_CONNECTION,
                        "Mails per connection",
                        ConfigDef.Type.INT,
                        100,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Mails over one connection before it is closed.")
                .add(
                        CONNECT_TIMEOUT,
                        "Connect timeout",
                        ConfigDef.Type.INT,
                        30_000,
                        Range.atLeast(1),
                        Importance.LOW,
                        "How long to wait for a connection, in milliseconds.")
                .add(
                        COMMAND_TIMEOUT,
                        "Command timeout",
                        ConfigDef.Type.INT,
                        300_000,
                        Range.atLeast(1),
                        Importance.LOW,
                        "How long to wait for the reply to a command, in milliseconds (RFC 5321 §4.5.3.2: 5 minutes).")
                .add(
                        CONTENT_TIMEOUT,
                        "Content timeout",
                        ConfigDef.Type.INT,
                        600_000,
                        Range.atLeast(1),
                        Importance.LOW,
                        "How long to wait for the reply to the content, in milliseconds (RFC 5321 §4.5.3.2.6: 10 minutes).");
    }

    /** Takes note of what does not fit together, or with the file. */
    void check(SettingErrors errors, Ways ways) {
        TruststoreConfig truststore = truststore();
        truststore.check(errors);
        if (!truststore.isSet()) {
            return;
        }
        Way other = ways.other();
        if (errors.texts().isEmpty() && !ways.someVerify()) {
            errors.add(
                    other.tlsKey(),
                    other.tls().name().toLowerCase(Locale.ROOT),
                    "no certificate is verified, so that " + truststore.key()
                            + " has no use: choose required or implicit, or leave it empty");
        }
        try {
            client("localhost");
        } catch (IOException e) {
            errors.add(truststore.key(), truststore.location(), String.valueOf(e.getMessage()));
        }
    }

    /**
     * Our own name.
     *
     * @throws ConfigException if it is not set and the machine has none
     */
    String hello() {
        return values.getString(HELLO).isEmpty() ? Settings.localName(HELLO) : values.getString(HELLO);
    }

    /** Whom it trusts. */
    TruststoreConfig truststore() {
        return new TruststoreConfig(values, WaySettings.COMMON);
    }

    /**
     * A client of this name.
     *
     * @throws IOException if the truststore can't be read; the message names it and the reason
     */
    SmtpClient.Builder client(String hello) throws IOException {
        SmtpClient.Builder client = SmtpClient.builder()
                .hello(hello)
                .signedContent(
                        SignedContent.valueOf(values.getString(SIGNED_CONTENT).toUpperCase(Locale.ROOT)))
                .timeouts(
                        Duration.ofMillis(values.getInt(CONNECT_TIMEOUT)),
                        Duration.ofMillis(values.getInt(COMMAND_TIMEOUT)),
                        Duration.ofMillis(values.getInt(COMMAND_TIMEOUT)),
                        Duration.ofMillis(values.getInt(CONTENT_TIMEOUT)));
        if (truststore().isSet()) {
            client.trust(truststore().file(), truststore().password());
        }
        return client;
    }

    /**
     * What finds out whether servers have a certificate of their name.
     *
     * @throws IOException as {@link #client}
     */
    TlsProbe probe() throws IOException {
        TlsProbe.Builder probe = TlsProbe.builder().hello(hello());
        if (truststore().isSet()) {
            probe.trust(truststore().file(), truststore().password());
        }
        return probe.build();
    }

    /** How many connections there may be on these ways, and for how long. */
    PoolLimits limits(FoundWays found) {
        int connections = values.getInt(CONNECTIONS);
        int total = connections * found.relayHosts() + (found.byMx() ? values.getInt(ALL_CONNECTIONS) : 0);
        return new PoolLimits(
                connections,
                total,
                values.getInt(MAILS_PER_CONNECTION),
                found.byMx() ? MX_IDLE : PoolLimits.RELAY_IDLE);
    }
}
