package dev.postern.jca.outbound;

import dev.postern.jca.config.OutsideSettings;
import dev.postern.mail.Domain;
import dev.postern.mail.dkim.AuthorSigner;
import dev.postern.mail.dns.DnsjavaResolver;
import dev.postern.mail.dns.ServerAddress;
import dev.postern.mail.dsn.Classifier;
import dev.postern.mail.dsn.DsnBuilder;
import dev.postern.mail.dsn.DsnSettings;
import dev.postern.smtp.client.ClientLogin;
import dev.postern.smtp.client.Credentials;
import dev.postern.smtp.client.MailServer;
import dev.postern.smtp.client.PoolLimits;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.delivery.Deliverer;
import dev.postern.smtp.delivery.MxRouter;
import dev.postern.smtp.delivery.MxSettings;
import dev.postern.smtp.delivery.RelayRouter;
import dev.postern.smtp.delivery.WeightedServers;
import dev.postern.smtp.journal.RetrySchedule;
import dev.postern.smtp.login.MechanismChoice;
import dev.postern.smtp.provider.MailEndpoint;
import dev.postern.smtp.provider.MailService;
import dev.postern.smtp.provider.Provider;
import dev.postern.smtp.provider.ProviderTable;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.InvalidPropertyException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings of a connection factory, read and found right. */
final class OutboundSettings {
    private static final Logger LOG = LoggerFactory.getLogger(OutboundSettings.class);
    private static final String MX = "mx";
    private static final int SUBMISSION_PORT = 587;
    private static final int MX_CONNECTIONS = 20;
    private static final int MAILS_PER_CONNECTION = 100;
    private static final Duration DNS_PATIENCE = Duration.ofSeconds(5);
    private static final Duration DELAYED_AFTER = Duration.ofHours(4);

    /** What a mode of TLS may be. */
    static final String TLS_REMEDY = "must be one of "
            + Stream.of(TlsMode.values())
                    .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));

    private static final Pattern PROVIDER = Pattern.compile("[A-Za-z0-9-]+(?::[A-Za-z][A-Za-z0-9-]*)?");
    private static final Pattern HOST =
            Pattern.compile("(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::(?<port>[0-9]{1,5}))?");

    private final Map<String, String> texts;
    private final String name;
    private final List<String> wrong = new ArrayList<>();
    private final @Nullable Provider provider;
    private final List<MailServer> servers;
    private final TlsMode tls;
    private final AllowedSenders senders;
    private final Path journal;
    private final RetrySchedule schedule;
    private final int connections;
    private final String hello;

    private OutboundSettings(Map<String, String> texts, String name) {
        this.texts = texts;
        this.name = name;
        this.provider = readProvider();
        this.servers = readRelay();
        this.tls = readTls();
        this.senders = read("senders", AllowedSenders::parse, AllowedSenders.ANYONE);
        this.journal = readJournal();
        this.schedule = readSchedule();
        this.connections = Math.toIntExact(number("connections", 1, 10_000));
        this.hello = readHello();
        checkLogin();
    }

    /** As a factory has them, by the names under which they may be set outside. */
    static Map<String, String> rawOf(PosternManagedConnectionFactory factory) {
        Map<String, String> texts = new TreeMap<>();
        texts.put("name", factory.getName());
        texts.put("relay", factory.getRelay());
        texts.put("tls", factory.getTls());
        texts.put("username", factory.getUsername());
        texts.put("password", factory.getPassword());
        texts.put("hello", factory.getHello());
        texts.put("senders", factory.getSenders());
        texts.put("journal", factory.getJournal());
        texts.put("retry.seconds", factory.getRetrySeconds());
        texts.put("max.age.ms", String.valueOf(factory.getMaxAgeMs()));
        texts.put("connections", String.valueOf(factory.getConnections()));
        texts.put("truststore", factory.getTruststore());
        texts.put("truststore.password", factory.getTruststorePassword());
        texts.put("dns.servers", factory.getDnsServers());
        texts.put("dkim.keys", factory.getDkimKeys());
        texts.put("dkim.keystore.password", factory.getDkimKeystorePassword());
        return texts;
    }

    /**
     * Reads them, and what is set outside under the factory's name.
     *
     * @throws InvalidPropertyException naming each setting that is wrong, its value, and what is allowed
     */
    static OutboundSettings of(PosternManagedConnectionFactory factory) throws InvalidPropertyException {
        Map<String, String> texts = rawOf(factory);
        String name = factory.getName();
        Set<String> strangers = new TreeSet<>();
        if (!name.isEmpty()) {
            OutsideSettings.of(name).all().forEach((key, value) -> {
                if (texts.replace(key, value) == null) {
                    strangers.add(key);
                }
            });
        }
        OutboundSettings settings = new OutboundSettings(texts, name);
        if (!name.matches("[a-z0-9-]*")) {
            settings.wrong("name", "may hold lower case letters, digits and dashes");
        }
        strangers.forEach(key -> settings.wrong.add("postern." + name + "." + key
                + " is not a setting of a connection factory; those are " + String.join(", ", texts.keySet())));
        if (!settings.wrong.isEmpty()) {
            throw new InvalidPropertyException("the connection factory " + (name.isEmpty() ? "" : name + " ")
                    + "can't be used: " + String.join("; ", settings.wrong));
        }
        return settings;
    }

    private String text(String key) {
        return texts.getOrDefault(key, "").strip();
    }

    private List<String> list(String key) {
        return Stream.of(text(key).split(",", -1))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    private void wrong(String key, String remedy) {
        boolean isShown = !key.endsWith("password") && !text(key).isEmpty();
        wrong.add(key + (isShown ? " = " + text(key) : "") + ": " + remedy);
    }

    private <T> T read(String key, Function<List<String>, T> parse, T otherwise) {
        try {
            return parse.apply(list(key));
        } catch (IllegalArgumentException e) {
            wrong(key, String.valueOf(e.getMessage()));
            return otherwise;
        }
    }

    private long number(String key, long least, long most) {
        try {
            long number = Long.parseLong(text(key));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        wrong(key, "must be a whole number from " + least + " to " + most);
        return least;
    }

    /** Empty for mx. */
    private List<MailServer> readRelay() {
        List<String> hosts = list("relay");
        if (hosts.isEmpty()) {
            wrong("relay", "set mx, a provider such as gmail, or a host such as mail.example.org:587");
            return List.of();
        }
        if (byMx()) {
            return List.of();
        }
        if (provider != null) {
            return List.of(MailServer.named(endpoint().host(), endpoint().port()));
        }
        return read(
                "relay", texts -> texts.stream().map(OutboundSettings::server).toList(), List.of());
    }

    private static MailServer server(String text) {
        Matcher host = HOST.matcher(text);
        if (!host.matches()) {
            throw new IllegalArgumentException(text + " is no host such as mail.example.org:587");
        }
        String bare = host.group("host").replaceAll("[\\[\\]]", "");
        String port = host.group("port");
        return MailServer.named(bare, port == null ? SUBMISSION_PORT : Integer.parseInt(port));
    }

    /** Null where the relay is none: a host has a dot, a bracket or a port, or is this one. */
    private @Nullable Provider readProvider() {
        String text = text("relay");
        if (byMx() || text.equals("localhost") || !PROVIDER.matcher(text).matches()) {
            return null;
        }
        try {
            return ProviderTable.shipped().named(text);
        } catch (IllegalArgumentException e) {
            wrong("relay", e.getMessage() + ", or mx, or a host such as mail.example.org:587");
            return null;
        }
    }

    private MailEndpoint endpoint() {
        if (provider == null) {
            throw new IllegalStateException("no provider is named");
        }
        return provider.endpoint(MailService.SUBMISSION)
                .orElseThrow(() -> new IllegalStateException(provider.name() + " takes no mail"));
    }

    private boolean byMx() {
        return text("relay").equals(MX);
    }

    private TlsMode readTls() {
        if (!text("tls").isEmpty()) {
            Optional<TlsMode> mode = tlsMode(text("tls"));
            if (mode.isPresent()) {
                return mode.get();
            }
            wrong("tls", TLS_REMEDY);
        }
        if (provider != null) {
            return TlsMode.verifying(endpoint().protection());
        }
        return text("username").isEmpty() ? TlsMode.OPPORTUNISTIC : TlsMode.REQUIRED;
    }

    /** The mode of this name, in either case. */
    static Optional<TlsMode> tlsMode(String text) {
        return Stream.of(TlsMode.values())
                .filter(mode -> mode.name().equalsIgnoreCase(text))
                .findFirst();
    }

    private void checkLogin() {
        boolean hasPassword = !text("password").isEmpty();
        if (text("username").isEmpty()) {
            if (hasPassword) {
                wrong("password", "is of no use without username");
            }
            return;
        }
        if (!hasPassword) {
            wrong("username", "has no password: set password");
        }
        if (byMx()) {
            wrong("username", "is of no use with relay = mx: leave it empty, or name the relay");
        } else if (!tls.verifies()) {
            wrong("tls", "would show the password to whoever answers: set required or implicit");
        }
    }

    private Path readJournal() {
        String text = text("journal");
        try {
            if (!text.isEmpty()) {
                return Path.of(text).toAbsolutePath().normalize();
            }
        } catch (InvalidPathException e) {
            wrong("journal", "is no path: " + e.getReason());
            return Path.of("");
        }
        Path data = ServerData.directory();
        if (data == null) {
            wrong(
                    "journal",
                    "set the directory in which mail of transactions waits: this application server has none that stays");
            return Path.of("");
        }
        return data.resolve("postern" + (name.isEmpty() ? "" : "-" + name));
    }

    private RetrySchedule readSchedule() {
        List<Duration> pauses = read(
                "retry.seconds",
                texts -> texts.stream().map(OutboundSettings::seconds).toList(),
                RetrySchedule.DEFAULT.pauses());
        if (pauses.isEmpty()) {
            wrong("retry.seconds", "set at least one pause");
            pauses = RetrySchedule.DEFAULT.pauses();
        }
        return new RetrySchedule(pauses, Duration.ofMillis(number("max.age.ms", 0, Long.MAX_VALUE / 2)), DELAYED_AFTER);
    }

    private static Duration seconds(String text) {
        if (!text.matches("[1-9][0-9]{0,6}")) {
            throw new IllegalArgumentException("pauses are whole seconds from 1 to 9999999 with commas between");
        }
        return Duration.ofSeconds(Long.parseLong(text));
    }

    private String readHello() {
        try {
            String text = text("hello").isEmpty() ? InetAddress.getLocalHost().getHostName() : text("hello");
            return Domain.parse(text).text();
        } catch (UnknownHostException | IllegalArgumentException e) {
            wrong("hello", "set our own name, such as app.example.org: " + e.getMessage());
            return "localhost";
        }
    }

    /** As whom an application may send. */
    AllowedSenders senders() {
        return senders;
    }

    /** Where mail of transactions waits. */
    Path journal() {
        return journal;
    }

    RetrySchedule schedule() {
        return schedule;
    }

    int connections() {
        return connections;
    }

    /** What tells senders that their mail failed. */
    DsnBuilder notices() {
        return new DsnBuilder(DsnSettings.of(Domain.parse(hello)).withDelayByDefault(false), Classifier.standard());
    }

    /**
     * What delivers; where it goes by MX, with the resolver that is to be closed behind it.
     *
     * @throws ResourceException if the truststore or a file of keys can't be read; the message names it
     */
    Delivery delivery() throws ResourceException {
        try {
            SmtpClient.Builder builder = SmtpClient.builder().hello(hello).tls(tls);
            if (!text("truststore").isEmpty()) {
                builder.trust(
                        Path.of(text("truststore")),
                        texts.getOrDefault("truststore.password", "").toCharArray());
            }
            if (!text("dkim.keys").isEmpty()) {
                builder.signer(AuthorSigner.open(
                        Path.of(text("dkim.keys")),
                        texts.getOrDefault("dkim.keystore.password", "").toCharArray(),
                        LOG::info));
            }
            SmtpClient client = builder.build();
            if (byMx()) {
                DnsjavaResolver dns =
                        DnsjavaResolver.askingOrOfSystem(ServerAddress.parseAll(list("dns.servers")), DNS_PATIENCE);
                PoolLimits limits = new PoolLimits(
                        connections, connections * MX_CONNECTIONS, MAILS_PER_CONNECTION, PoolLimits.RELAY_IDLE);
                return new Delivery(
                        new Deliverer(new MxRouter(dns, MxSettings.STANDARD, new Random()), client, limits), dns);
            }
            @Nullable
            ClientLogin login = text("username").isEmpty()
                    ? null
                    : ClientLogin.byPassword(
                            new Credentials(text("username"), texts.getOrDefault("password", "")),
                            MechanismChoice.AUTOMATIC,
                            false);
            List<MailServer> relays =
                    servers.stream().map(server -> server.withLogin(login)).toList();
            PoolLimits limits = new PoolLimits(
                    connections, connections * relays.size(), MAILS_PER_CONNECTION, PoolLimits.RELAY_IDLE);
            return new Delivery(
                    new Deliverer(
                            new RelayRouter("relay", new WeightedServers(relays, List.of(), new Random())),
                            client,
                            limits),
                    null);
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidPropertyException(
                    "the connection factory " + name + " can't be used: " + e.getMessage(), e);
        }
    }

    /** Whether both come to the same, so that they may share what is opened. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OutboundSettings settings && settings.texts.equals(texts);
    }

    @Override
    public int hashCode() {
        return texts.hashCode();
    }

    /** By which it is set from outside; empty where it is not. */
    String name() {
        return name;
    }

    /** Where mail goes, without secrets. */
    @Override
    public String toString() {
        return text("relay");
    }
}
