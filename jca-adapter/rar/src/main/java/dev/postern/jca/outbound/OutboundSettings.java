package dev.postern.jca.outbound;

import dev.postern.jca.config.OutsideSettings;
import dev.postern.jca.outbound.kafka.TopicSettings;
import dev.postern.mail.Domain;
import dev.postern.mail.dsn.Classifier;
import dev.postern.mail.dsn.DsnBuilder;
import dev.postern.mail.dsn.DsnSettings;
import dev.postern.smtp.journal.RetrySchedule;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.InvalidPropertyException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The settings of a connection factory, read and found right. */
final class OutboundSettings {
    private static final Duration DELAYED_AFTER = Duration.ofHours(4);

    private final SettingTexts texts;
    private final String name;
    private final OutboundWay way;
    private final AllowedSenders senders;
    private final Path journal;
    private final RetrySchedule schedule;
    private final String hello;

    private OutboundSettings(SettingTexts texts, String name) {
        this.texts = texts;
        this.name = name;
        this.way = readWay();
        this.senders = texts.read("senders", AllowedSenders::parse, AllowedSenders.ANYONE);
        this.journal = readJournal();
        this.schedule = readSchedule();
        this.hello = readHello();
    }

    /** As a factory has them, by the names under which they may be set outside. */
    static Map<String, String> rawOf(PosternManagedConnectionFactory factory) {
        Map<String, String> texts = new TreeMap<>();
        texts.put("name", factory.getName());
        texts.put("destination", factory.getDestination());
        texts.put("topic", factory.getTopic());
        texts.put("bootstrap.servers", factory.getBootstrapServers());
        texts.put("kafka.properties", factory.getKafkaProperties());
        texts.put("relay", factory.getRelay());
        texts.put("tls", factory.getTls());
        texts.put("username", factory.getUsername());
        texts.put("password", factory.getPassword());
        texts.put("auth.mechanisms", factory.getAuthMechanisms());
        texts.put("oauth.token.endpoint", factory.getOauthTokenEndpoint());
        texts.put("oauth.client.id", factory.getOauthClientId());
        texts.put("oauth.client.secret", factory.getOauthClientSecret());
        texts.put("oauth.refresh.token", factory.getOauthRefreshToken());
        texts.put("oauth.scope", factory.getOauthScope());
        texts.put("hello", factory.getHello());
        texts.put("senders", factory.getSenders());
        texts.put("journal", factory.getJournal());
        texts.put("retry.seconds", factory.getRetrySeconds());
        texts.put("max.age.ms", String.valueOf(factory.getMaxAgeMs()));
        texts.put("connections", String.valueOf(factory.getConnections()));
        texts.put("truststore", factory.getTruststore());
        texts.put("truststore.password", factory.getTruststorePassword());
        texts.put("dns.servers", factory.getDnsServers());
        texts.put("dns.trusted", String.valueOf(factory.getDnsTrusted()));
        texts.put("mx.policies", factory.getMxPolicies());
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
        Map<String, String> raw = rawOf(factory);
        String name = factory.getName();
        Set<String> strangers = new TreeSet<>();
        if (!name.isEmpty()) {
            OutsideSettings.of(name).all().forEach((key, value) -> {
                if (raw.replace(key, value) == null) {
                    strangers.add(key);
                }
            });
        }
        SettingTexts texts = new SettingTexts(raw);
        OutboundSettings settings = new OutboundSettings(texts, name);
        if (!name.matches("[a-z0-9-]*")) {
            texts.wrong("name", "may hold lower case letters, digits and dashes");
        }
        strangers.forEach(key -> texts.wrong("postern." + name + "." + key
                + " is not a setting of a connection factory; those are " + String.join(", ", raw.keySet())));
        if (!texts.errors().isEmpty()) {
            throw new InvalidPropertyException("the connection factory " + (name.isEmpty() ? "" : name + " ")
                    + "can't be used: " + String.join("; ", texts.errors()));
        }
        return settings;
    }

    private OutboundWay readWay() {
        String destination = texts.text("destination");
        if (destination.equals("kafka")) {
            texts.refuse(RelaySettings.KEYS, "is of no use with destination = kafka: leave it empty");
            return new OutboundWay.ToTopic(TopicSettings.read(name, texts.all(), texts::wrong));
        }
        if (!destination.equals("smtp")) {
            texts.wrong("destination", "must be smtp or kafka");
        }
        texts.refuse(TopicSettings.KEYS, "is of no use without destination = kafka: leave it empty");
        return new RelaySettings(texts);
    }

    private Path readJournal() {
        String text = texts.text("journal");
        try {
            if (!text.isEmpty()) {
                return Path.of(text).toAbsolutePath().normalize();
            }
        } catch (InvalidPathException e) {
            texts.wrong("journal", "is no path: " + e.getReason());
            return Path.of("");
        }
        Path data = ServerData.directory();
        if (data == null) {
            texts.wrong(
                    "journal",
                    "set the directory in which mail of transactions waits: this application server has none that stays");
            return Path.of("");
        }
        return data.resolve("postern" + (name.isEmpty() ? "" : "-" + name));
    }

    private RetrySchedule readSchedule() {
        List<Duration> pauses = texts.read(
                "retry.seconds",
                each -> each.stream().map(OutboundSettings::seconds).toList(),
                RetrySchedule.DEFAULT.pauses());
        if (pauses.isEmpty()) {
            texts.wrong("retry.seconds", "set at least one pause");
            pauses = RetrySchedule.DEFAULT.pauses();
        }
        return new RetrySchedule(
                pauses, Duration.ofMillis(texts.number("max.age.ms", 0, Long.MAX_VALUE / 2)), DELAYED_AFTER);
    }

    private static Duration seconds(String text) {
        if (!text.matches("[1-9][0-9]{0,6}")) {
            throw new IllegalArgumentException("pauses are whole seconds from 1 to 9999999 with commas between");
        }
        return Duration.ofSeconds(Long.parseLong(text));
    }

    private String readHello() {
        try {
            String text =
                    texts.text("hello").isEmpty() ? InetAddress.getLocalHost().getHostName() : texts.text("hello");
            return Domain.parse(text).text();
        } catch (UnknownHostException | IllegalArgumentException e) {
            texts.wrong("hello", "set our own name, such as app.example.org: " + e.getMessage());
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

    /** What tells senders that their mail failed. */
    DsnBuilder notices() {
        return new DsnBuilder(DsnSettings.of(Domain.parse(hello)).withDelayByDefault(false), Classifier.standard());
    }

    /**
     * What delivers.
     *
     * @throws ResourceException if a file that is named can't be used; the message names it
     */
    Delivery delivery() throws ResourceException {
        try {
            return way.open(hello, journal);
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidPropertyException(
                    "the connection factory " + name + " can't be used: " + e.getMessage(), e);
        }
    }

    /** Whether both come to the same, so that they may share what is opened. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OutboundSettings settings
                && settings.texts.all().equals(texts.all());
    }

    @Override
    public int hashCode() {
        return texts.all().hashCode();
    }

    /** By which it is set from outside; empty where it is not. */
    String name() {
        return name;
    }

    /** Where mail goes, without secrets. */
    @Override
    public String toString() {
        return way.toString();
    }
}
