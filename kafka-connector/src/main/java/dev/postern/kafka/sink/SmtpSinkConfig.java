package dev.postern.kafka.sink;

import dev.postern.kafka.Backoff;
import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import dev.postern.kafka.TruststoreConfig;
import dev.postern.kafka.broker.BrokerConfig;
import dev.postern.kafka.broker.CommittedOffsets;
import dev.postern.kafka.deferred.DeferredConfig;
import dev.postern.kafka.deferred.DeferredLog;
import dev.postern.kafka.event.EventConfig;
import dev.postern.kafka.event.EventLog;
import dev.postern.kafka.idempotency.Claims;
import dev.postern.kafka.idempotency.IdempotencyConfig;
import dev.postern.kafka.login.TokenConfig;
import dev.postern.kafka.record.ValueFormat;
import dev.postern.kafka.replay.Replay;
import dev.postern.kafka.suppression.SuppressionConfig;
import dev.postern.kafka.suppression.SuppressionList;
import dev.postern.kafka.warmup.WarmUpConfig;
import dev.postern.kafka.warmup.WarmUps;
import dev.postern.mail.dns.DnsjavaResolver;
import dev.postern.mail.dns.Resolver;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.delivery.Deliverer;
import dev.postern.smtp.delivery.MxSources;
import dev.postern.smtp.delivery.PublishedTls;
import dev.postern.smtp.delivery.Router;
import dev.postern.smtp.discovery.Discovery;
import dev.postern.smtp.discovery.TlsProbe;
import dev.postern.smtp.limit.DailyCount;
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
    private static final String VALUE_FORMAT = "mail.value.format";
    private static final String IN_FLIGHT = "inflight.mails.max";
    private static final String IN_FLIGHT_BYTES = "inflight.bytes.max";
    private static final String COMMIT_INTERVAL = "commit.interval.ms";

    /** Every setting, with its type, default, limits and meaning. */
    public static final GroupedConfigDef DEFINITION = definition();

    private static GroupedConfigDef definition() {
        GroupedConfigDef settings = Ways.define(RouteConfig.define(new GroupedConfigDef()));
        RelayConfig.define(settings.group("Relay"), WaySettings.COMMON);
        ClientConfig.define(settings);
        LoginConfig.define(settings, WaySettings.COMMON);
        TokenConfig.define(settings.group("OAuth"), WaySettings.COMMON);
        RelayConfig.defineProtection(settings.group("TLS"), WaySettings.COMMON);
        TlsPolicyConfig.define(settings);
        TruststoreConfig.define(settings, WaySettings.COMMON);
        DkimConfig.define(settings);
        ReturnPathConfig.define(settings);
        settings.group("Records")
                .add(
                        VALUE_FORMAT,
                        "Value format",
                        ConfigDef.Type.STRING,
                        "auto",
                        Settings.nameOf(ValueFormat.class),
                        Importance.HIGH,
                        "auto: bytes or a string are a message (RFC 5322) as it stands, a map or a struct is a structured mail; json: bytes or a string hold"
                                + " a structured mail as a JSON object.");
        RetryConfig.define(settings);
        ClientConfig.defineConnections(settings);
        settings.group("Flow")
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
                        16_777_216L,
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
        LimitsConfig.define(settings);
        BrokerConfig.define(settings);
        EventConfig.define(settings);
        DeferredConfig.define(settings);
        NoticeConfig.define(settings);
        SuppressionConfig.define(settings);
        ConnectionCheck.define(settings);
        IdempotencyConfig.define(settings);
        PriorityConfig.define(settings);
        return settings;
    }

    /** Every setting of a route, here of one that has the name NAME. */
    public static final GroupedConfigDef ROUTE_DEFINITION = Ways.definitionOf("NAME");

    private final RouteConfig route;
    private final TlsPolicyConfig policy;
    private final Ways ways;
    private final ClientConfig client;
    private final DkimConfig dkim;
    private final ReturnPathConfig returnPaths;
    private final RetryConfig retries;
    private final BrokerConfig broker;
    private final EventConfig events;
    private final DeferredConfig deferred;
    private final NoticeConfig notices;
    private final SuppressionConfig suppressions;
    private final IdempotencyConfig idempotency;
    private final PriorityConfig priority;
    private final LimitsConfig limits;
    private final WarmUpConfig warmUps;

    public SmtpSinkConfig(Map<String, String> settings) {
        super(DEFINITION, settings, false);
        this.route = new RouteConfig(this);
        this.policy = new TlsPolicyConfig(this);
        this.ways = new Ways(this, route, policy);
        this.client = new ClientConfig(this);
        this.dkim = new DkimConfig(this);
        this.returnPaths = new ReturnPathConfig(this);
        this.retries = new RetryConfig(this);
        this.broker = new BrokerConfig(this);
        this.events = new EventConfig(this, broker);
        this.deferred = new DeferredConfig(this, broker);
        this.notices = new NoticeConfig(this);
        this.suppressions = new SuppressionConfig(this, broker);
        this.idempotency = new IdempotencyConfig(this, broker);
        this.priority = new PriorityConfig(this);
        this.limits = new LimitsConfig(this);
        this.warmUps = new WarmUpConfig(this, broker);
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
        config.limits.check(errors, config.warmUps, config.deferred);
        config.client.check(errors, config.ways);
        config.retries.check(errors);
        config.dkim.check(errors);
        config.returnPaths.check(errors);
        return errors;
    }

    /**
     * What delivers as these settings say.
     *
     * @param days counts the mails of warm-ups
     * @throws IOException if a file can't be read, or no relay is found; the message says which, and why
     * @throws ConfigException if our own name is not set and the machine has none
     */
    Delivery delivery(DailyCount days) throws IOException {
        FoundWays found = found();
        MxSources sources = found.byMx() ? route.sources(client.hello()) : MxSources.NONE;
        try {
            @Nullable Resolver dane = PublishedTls.daneBy(sources.dns(), route.policies());
            Router router = found.router(
                    sources.dns(), route.mx(), decided -> new PublishedTls(dane, sources.sts(), decided), new Random());
            SmtpClient smtp = client.client(client.hello())
                    .signer(dkim.open())
                    .observer(sources.observer())
                    .build();
            return new Delivery(
                    new Deliverer(router, smtp, client.limits(found), limits.table(), days, returnPaths.open()),
                    sources,
                    found.words());
        } catch (IOException | RuntimeException e) {
            sources.close();
            throw e;
        }
    }

    /** Tries the relays, where that is asked for; waits for some seconds at most. */
    void tryConnections(SettingErrors errors) {
        if (!getBoolean(ConnectionCheck.VALIDATE)) {
            return;
        }
        try {
            new ConnectionCheck(this::tryingClient, this::relay, route::eachDns, client.hello(), client.truststore())
                    .check(ways.all(), policy, errors);
        } catch (ConfigException noName) {
            errors.addAsIs(ClientConfig.HELLO, String.valueOf(noName.getMessage()));
        }
    }

    private SmtpClient tryingClient() {
        Duration patience = ConnectionCheck.patience();
        try {
            return client.client(client.hello())
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
                TlsProbe probe = client.probe()) {
            Discovery discovery = new Discovery(dns, ProviderTable.shipped(), probe, route.discovery(), new Random());
            return new RelaySearch(discovery, way.relay(), way.login())
                    .of(way.relay().user().orElseThrow());
        }
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
        return retries.backoff();
    }

    /** How old a record may be for its mail to be attempted. */
    Duration maxAge() {
        return retries.maxAge();
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

    /** What counts the mails of warm-ups; waits until what was sent before is known. */
    WarmUps warmUps() {
        return limits.warmUps(warmUps, connector());
    }

    /** How senders are told, or null: not at all. */
    @Nullable
    Notices notices(DeferredLog queue) {
        return notices.open(queue, client.hello());
    }

    /**
     * What attempts deferred mail.
     *
     * @param turns says when new mail goes first
     */
    DeferredRun run(Shipping shipping, NewMailFirst turns) {
        String client = connector() + "-deferred";
        return new DeferredRun(
                shipping,
                mostInFlight(),
                turns,
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

    /** What the group of the connector has committed, or null where that can't be sources. */
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
