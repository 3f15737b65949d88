package dev.postern.kafka.sink;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import dev.postern.kafka.broker.BrokerConfig;
import dev.postern.kafka.broker.CommittedOffsets;
import dev.postern.kafka.deferred.DeferredConfig;
import dev.postern.kafka.deferred.DeferredLog;
import dev.postern.kafka.event.EventConfig;
import dev.postern.kafka.event.EventLog;
import dev.postern.kafka.idempotency.Claims;
import dev.postern.kafka.idempotency.IdempotencyConfig;
import dev.postern.kafka.record.ValueFormat;
import dev.postern.kafka.replay.Replay;
import dev.postern.kafka.suppression.SuppressionConfig;
import dev.postern.kafka.suppression.SuppressionList;
import dev.postern.mail.dns.DnsjavaResolver;
import dev.postern.smtp.client.PoolLimits;
import dev.postern.smtp.client.SignedContent;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.delivery.Deliverer;
import dev.postern.smtp.delivery.Router;
import dev.postern.smtp.discovery.Discovery;
import dev.postern.smtp.discovery.TlsProbe;
import dev.postern.smtp.limit.LimitTable;
import dev.postern.smtp.provider.ProviderTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The settings of the sink. */
public final class SmtpSinkConfig extends AbstractConfig {
    static final String TRUSTSTORE = "smtp.truststore.location";
    private static final String TRUSTSTORE_PASSWORD = "smtp.truststore.password";
    private static final String HELLO = "smtp.hello";
    private static final String SIGNED_CONTENT = "smtp.8bit.signed";
    private static final String CONNECTIONS = "smtp.connections";
    private static final String ALL_CONNECTIONS = "smtp.connections.total";
    private static final String MAILS_PER_CONNECTION = "smtp.mails.per.connection";
    private static final String CONNECT_TIMEOUT = "smtp.timeout.connect.ms";
    private static final String COMMAND_TIMEOUT = "smtp.timeout.command.ms";
    private static final String CONTENT_TIMEOUT = "smtp.timeout.content.ms";
    private static final String VALUE_FORMAT = "mail.value.format";
    private static final String IN_FLIGHT = "inflight.mails.max";
    private static final String IN_FLIGHT_BYTES = "inflight.bytes.max";
    private static final String RETRY_FIRST = "retry.first.ms";
    private static final String RETRY_LONGEST = "retry.longest.ms";
    private static final String RETRY_FOR = "retry.for.ms";
    private static final String MAX_AGE = "mail.max.age.ms";
    private static final String COMMIT_INTERVAL = "commit.interval.ms";

    /** Every setting, with its type, default, limits and meaning. */
    public static final GroupedConfigDef DEFINITION = ways().add(
                    TRUSTSTORE,
                    "Truststore",
                    ConfigDef.Type.STRING,
                    "",
                    Importance.MEDIUM,
                    "A PKCS#12 file with the certificates to trust; empty: those that the JVM trusts.")
            .add(
                    TRUSTSTORE_PASSWORD,
                    "Truststore password",
                    ConfigDef.Type.PASSWORD,
                    "",
                    Importance.MEDIUM,
                    "The password of the truststore.")
            .group("Records")
            .add(
                    VALUE_FORMAT,
                    "Value format",
                    ConfigDef.Type.STRING,
                    "auto",
                    Settings.nameOf(ValueFormat.class),
                    Importance.HIGH,
                    "auto: bytes or a string are a message (RFC 5322) as it stands, a map or a struct is a structured mail; json: bytes or a string hold"
                            + " a structured mail as a JSON object.")
            .group("Retries")
            .add(
                    RETRY_FIRST,
                    "First pause",
                    ConfigDef.Type.LONG,
                    1_000L,
                    Range.between(1, 86_400_000),
                    Importance.MEDIUM,
                    "The pause before the first retry of a deferred mail, in milliseconds; it doubles with each one.")
            .add(
                    RETRY_LONGEST,
                    "Longest pause",
                    ConfigDef.Type.LONG,
                    60_000L,
                    Range.between(1, 86_400_000),
                    Importance.MEDIUM,
                    "The longest pause between retries, in milliseconds.")
            .add(
                    RETRY_FOR,
                    "Retry for",
                    ConfigDef.Type.LONG,
                    3_600_000L,
                    Range.atLeast(0),
                    Importance.HIGH,
                    "How long a deferred mail is retried, in milliseconds; then the record goes to the dead letter queue, or fails the task where errors are not"
                            + " tolerated. Until then it holds back the offset"
                            + " of its partition.")
            .add(
                    MAX_AGE,
                    "Maximum age",
                    ConfigDef.Type.LONG,
                    432_000_000L,
                    Range.atLeast(1),
                    Importance.HIGH,
                    "How old a record may be for its mail to be attempted, by its timestamp in Kafka, in milliseconds (5 days). Older ones have expired: so a group whose"
                            + " offsets are lost does not send a whole topic once more.")
            .group("Connections")
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
                    "How long to wait for the reply to the content, in milliseconds (RFC 5321 §4.5.3.2.6: 10 minutes).")
            .group("Flow")
            .add(
                    IN_FLIGHT,
                    "Mails in flight",
                    ConfigDef.Type.INT,
                    1_000,
                    Range.atLeast(1),
                    Importance.MEDIUM,
                    "Mails in a task whose outcome is open; at so many the task stops reading until half are done.")
            .add(
                    IN_FLIGHT_BYTES,
                    "Octets in flight",
                    ConfigDef.Type.LONG,
                    67_108_864L,
                    Range.atLeast(1),
                    Importance.MEDIUM,
                    "Octets of these mails; at so many the task stops reading until half are done.")
            .add(
                    COMMIT_INTERVAL,
                    "Commit interval",
                    ConfigDef.Type.LONG,
                    1_000L,
                    Range.atLeast(1),
                    Importance.LOW,
                    "How often offsets are committed while mail flows, in milliseconds; after a crash the mails since then are sent again.");

    static {
        LimitsConfig.define(DEFINITION);
        BrokerConfig.define(DEFINITION);
        EventConfig.define(DEFINITION);
        DeferredConfig.define(DEFINITION);
        NoticeConfig.define(DEFINITION);
        SuppressionConfig.define(DEFINITION);
        ConnectionCheck.define(DEFINITION);
        IdempotencyConfig.define(DEFINITION);
        PriorityConfig.define(DEFINITION);
    }

    private static GroupedConfigDef ways() {
        GroupedConfigDef settings = Ways.define(RouteConfig.define(new GroupedConfigDef()));
        RelayConfig.define(settings.group("Relay"), WaySettings.COMMON)
                .add(
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
        LoginConfig.define(settings, WaySettings.COMMON);
        LoginConfig.defineTokens(settings.group("OAuth"), WaySettings.COMMON);
        RelayConfig.defineProtection(settings.group("TLS"), WaySettings.COMMON);
        return TlsPolicyConfig.define(settings);
    }

    /** Every setting of a route, here of one that has the name NAME. */
    public static final GroupedConfigDef ROUTE_DEFINITION = Ways.definitionOf("NAME");

    private static final Duration MX_IDLE = Duration.ofSeconds(10); // a stranger's connections are worth saving

    private final RouteConfig route;
    private final TlsPolicyConfig policy;
    private final Ways ways;
    private final BrokerConfig broker;
    private final EventConfig events;
    private final DeferredConfig deferred;
    private final NoticeConfig notices;
    private final SuppressionConfig suppressions;
    private final IdempotencyConfig idempotency;
    private final PriorityConfig priority;

    public SmtpSinkConfig(Map<String, String> settings) {
        super(DEFINITION, settings, false);
        this.route = new RouteConfig(this);
        this.policy = new TlsPolicyConfig(this);
        this.ways = new Ways(this, route, policy);
        this.broker = new BrokerConfig(this);
        this.events = new EventConfig(this, broker);
        this.deferred = new DeferredConfig(this, broker);
        this.notices = new NoticeConfig(this);
        this.suppressions = new SuppressionConfig(this, broker);
        this.idempotency = new IdempotencyConfig(this, broker);
        this.priority = new PriorityConfig(this);
    }

    /** What is wrong between settings that are right each on its own, or with the files that they name. */
    static SettingErrors contradictions(SmtpSinkConfig config) {
        SettingErrors errors = new SettingErrors();
        config.ways.check(errors);
        config.broker.check(errors);
        config.events.check(errors);
        config.deferred.check(errors, config.events);
        config.suppressions.check(errors);
        config.idempotency.check(errors);
        config.priority.check(errors);
        if (config.getString(TRUSTSTORE).isEmpty()
                && !config.getPassword(TRUSTSTORE_PASSWORD).value().isEmpty()) {
            errors.add(TRUSTSTORE, "", "is not set, and so its password has no use");
        }
        if (!config.getString(TRUSTSTORE).isEmpty()) {
            Way other = config.ways.other();
            if (errors.texts().isEmpty() && !config.ways.someVerify()) {
                errors.add(
                        other.tlsKey(),
                        other.tls().name().toLowerCase(Locale.ROOT),
                        "no certificate is verified, so that " + TRUSTSTORE
                                + " has no use: choose required or implicit, or leave it empty");
            }
            try {
                config.client("localhost");
            } catch (IOException e) {
                errors.add(TRUSTSTORE, config.getString(TRUSTSTORE), String.valueOf(e.getMessage()));
            }
        }
        if (config.getLong(RETRY_LONGEST) < config.getLong(RETRY_FIRST)) {
            errors.add(
                    RETRY_LONGEST,
                    config.getLong(RETRY_LONGEST),
                    "must not be below " + RETRY_FIRST + ", which is " + config.getLong(RETRY_FIRST));
        }
        return errors;
    }

    /**
     * What delivers as these settings say.
     *
     * @throws IOException if a file can't be read, or no relay is found; the message says which, and why
     * @throws ConfigException if our own name is not set and the machine has none
     */
    Delivery delivery() throws IOException {
        FoundWays found = found();
        SmtpClient client = client(hello()).build();
        @Nullable DnsjavaResolver dns = found.byMx() ? route.dns() : null;
        int total = getInt(CONNECTIONS) * found.relayHosts() + (found.byMx() ? getInt(ALL_CONNECTIONS) : 0);
        Router router = found.router(dns, route.mx(), new Random());
        PoolLimits limits = limits(total, found.byMx() ? MX_IDLE : PoolLimits.RELAY_IDLE);
        return new Delivery(new Deliverer(router, client, limits, limitTable()), dns, found.words());
    }

    /** Tries the relays, where that is asked for; waits for some seconds at most. */
    void tryConnections(SettingErrors errors) {
        if (!getBoolean(ConnectionCheck.VALIDATE)) {
            return;
        }
        try {
            new ConnectionCheck(this::tryingClient, this::relay, route::eachDns, hello(), getString(TRUSTSTORE))
                    .check(ways.all(), policy, errors);
        } catch (ConfigException noName) {
            errors.addAsIs(HELLO, String.valueOf(noName.getMessage()));
        }
    }

    private SmtpClient tryingClient() {
        Duration patience = ConnectionCheck.patience();
        try {
            return client(hello())
                    .timeouts(patience, patience, patience, patience)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private FoundWays found() throws IOException {
        List<FoundWays.Found> found = new ArrayList<>();
        for (Way way : ways.all()) {
            found.add(new FoundWays.Found(way, way.isMx() ? null : relay(way)));
        }
        return new FoundWays(found, policy);
    }

    private Relay relay(Way way) throws IOException {
        Optional<Relay> known = way.relay().relay();
        if (known.isPresent()) {
            return known.get();
        }
        try (DnsjavaResolver dns = route.dns();
                TlsProbe probe = probe()) {
            Discovery discovery = new Discovery(dns, ProviderTable.shipped(), probe, route.discovery(), new Random());
            return new RelaySearch(discovery, way.relay(), way.login())
                    .of(way.relay().user().orElseThrow());
        }
    }

    private TlsProbe probe() throws IOException {
        TlsProbe.Builder probe = TlsProbe.builder().hello(hello());
        if (!getString(TRUSTSTORE).isEmpty()) {
            probe.trust(
                    Settings.path(TRUSTSTORE, getString(TRUSTSTORE)),
                    getPassword(TRUSTSTORE_PASSWORD).value().toCharArray());
        }
        return probe.build();
    }

    private String hello() {
        return getString(HELLO).isEmpty() ? Settings.localName(HELLO) : getString(HELLO);
    }

    private LimitTable limitTable() {
        return new LimitsConfig(this).table();
    }

    private PoolLimits limits(int total, Duration idle) {
        return new PoolLimits(getInt(CONNECTIONS), total, getInt(MAILS_PER_CONNECTION), idle);
    }

    private SmtpClient.Builder client(String hello) throws IOException {
        SmtpClient.Builder client = SmtpClient.builder()
                .hello(hello)
                .signedContent(SignedContent.valueOf(getString(SIGNED_CONTENT).toUpperCase(Locale.ROOT)))
                .timeouts(
                        Duration.ofMillis(getInt(CONNECT_TIMEOUT)),
                        Duration.ofMillis(getInt(COMMAND_TIMEOUT)),
                        Duration.ofMillis(getInt(COMMAND_TIMEOUT)),
                        Duration.ofMillis(getInt(CONTENT_TIMEOUT)));
        if (!getString(TRUSTSTORE).isEmpty()) {
            client.trust(
                    Settings.path(TRUSTSTORE, getString(TRUSTSTORE)),
                    getPassword(TRUSTSTORE_PASSWORD).value().toCharArray());
        }
        return client;
    }

    /** Whether Connect was asked to go on behind records that fail. */
    boolean toleratesErrors() {
        return "all".equalsIgnoreCase(String.valueOf(originals().get("errors.tolerance")));
    }

    ValueFormat valueFormat() {
        return ValueFormat.valueOf(getString(VALUE_FORMAT).toUpperCase(Locale.ROOT));
    }

    /** What goes first. */
    PriorityTopics priorityTopics() {
        return priority.open();
    }

    /** Where reading stops: of topics that go first, and of the others. */
    List<HighWater> highWaterMarks(PriorityTopics first) {
        return List.of(priority.highWater(first), PriorityConfig.highWaterOfOthers(first, mostInFlight()));
    }

    /** The mails that may be under way at the same time: those of records, and as many that were deferred. */
    Load mostInFlight() {
        return new Load(getInt(IN_FLIGHT), getLong(IN_FLIGHT_BYTES));
    }

    Backoff backoff() {
        return new Backoff(
                Duration.ofMillis(getLong(RETRY_FIRST)),
                Duration.ofMillis(getLong(RETRY_LONGEST)),
                Duration.ofMillis(getLong(RETRY_FOR)));
    }

    /** How old a record may be for its mail to be attempted. */
    Duration maxAge() {
        return Duration.ofMillis(getLong(MAX_AGE));
    }

    /**
     * Where events go; waits for the broker.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException if their topic can't be had; the message says why
     */
    EventLog events() {
        return events.open(connector() + "-events");
    }

    /**
     * Where deferred mail goes, or null: into memory; waits for the broker.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException if its topics can't be had; the message says why
     */
    @Nullable
    DeferredLog deferred() {
        return deferred.isSet() ? deferred.open(connector() + "-deferred", maxAge()) : null;
    }

    /** Whether there is an event when a record is taken up. */
    boolean tellsOfAccepted() {
        return events.tellsOfAccepted();
    }

    /** Who gets no mail; waits until the list is read. */
    SuppressionList suppressions() {
        return suppressions.open(connector() + "-suppression");
    }

    /** Which record is sent of several that ask for the same mail; waits until those that were sent are known. */
    Claims claims() {
        return idempotency.open(connector() + "-idempotency");
    }

    /** How senders are told, or null: not at all. */
    @Nullable
    Notices notices(DeferredLog queue) {
        return notices.open(queue, hello());
    }

    /** What attempts deferred mail. */
    DeferredRun run(Shipping shipping) {
        String client = connector() + "-deferred";
        return new DeferredRun(
                shipping,
                mostInFlight(),
                commitInterval(),
                owner -> deferred.read(client, client, owner),
                Objects.requireNonNull(replay(), "events are kept where mail is deferred"),
                deferred.purge(client));
    }

    /** What tells how far others came, or null where there are no events. */
    @Nullable
    Replay replay() {
        return events.isSet()
                ? new Replay(broker.reader(connector() + "-replay"), events.topic(), deferred.topics())
                : null;
    }

    /** What the group of the connector has committed, or null where that can't be asked. */
    @Nullable
    CommittedOffsets committed() {
        Object group = originals().getOrDefault("consumer.override.group.id", "connect-" + connector());
        return broker.isSet() ? new CommittedOffsets(group.toString(), broker.admin(connector() + "-offsets")) : null;
    }

    private String connector() {
        return String.valueOf(originals().getOrDefault("name", "postern"));
    }

    Duration commitInterval() {
        return Duration.ofMillis(getLong(COMMIT_INTERVAL));
    }
}
