package dev.postern.jca.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.PrivateFile;
import jakarta.resource.spi.InvalidPropertyException;
import java.beans.PropertyDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutboundSettingsTest {
    @TempDir
    private Path directory;

    private static PosternManagedConnectionFactory factory() {
        PosternManagedConnectionFactory factory = new PosternManagedConnectionFactory();
        factory.setRelay("mail.example.org:25,[::1]:587");
        factory.setHello("app.example.org");
        factory.setJournal("/var/lib/app/journal");
        return factory;
    }

    private static String error(PosternManagedConnectionFactory factory) {
        return String.valueOf(assertThrows(InvalidPropertyException.class, () -> OutboundSettings.of(factory))
                .getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "relay | '' | relay: set mx, a provider such as gmail, or a host such as mail.example.org:587",
                "relay | gmial | relay = gmial: ",
                "relay | mail.example.org:0 | a port from 1 to 65535",
                "relay | mail.example.org:25:3 | is no host such as mail.example.org:587",
                "destination | topic | destination = topic: must be smtp or kafka",
                "topic | mail-out | topic = mail-out: is of no use without destination = kafka",
                "tls | always | tls = always: must be one of ",
                "username | ann | username = ann: has no password",
                "password | s3cret | password: is of no use without username",
                "oauthScope | mail | oauth.scope = mail: is of no use without username",
                "authMechanisms | MAGIC | auth.mechanisms = MAGIC: must be of SCRAM-SHA-256-PLUS, ",
                "relay | gmail | username: set it: gmail takes no mail without a login",
                "hello | a b | hello = a b: set our own name",
                "senders | ann@ | senders = ann@: ",
                "retrySeconds | 5,0 | retry.seconds = 5,0: pauses are whole seconds",
                "retrySeconds | '' | retry.seconds: set at least one pause",
                "maxAgeMs | -1 | max.age.ms = -1: must be a whole number from 0",
                "connections | 0 | connections = 0: must be a whole number from 1 to 10000",
                "mxPolicies | dane,tls | mx.policies = dane,tls: tls: must be dane or mta-sts",
                "name | Mail | name = Mail: may hold lower case letters"
            })
    void anErrorNamesTheSettingAndTheRemedy(String property, String value, String message) throws Exception {
        PosternManagedConnectionFactory factory = factory();
        PropertyDescriptor descriptor = new PropertyDescriptor(property, PosternManagedConnectionFactory.class);
        Class<?> type = descriptor.getPropertyType();
        descriptor
                .getWriteMethod()
                .invoke(
                        factory,
                        type == Long.class
                                ? (Object) Long.valueOf(value)
                                : type == Integer.class ? (Object) Integer.valueOf(value) : value);
        String text = error(factory);
        assertTrue(text.contains(message), text);
        assertFalse(text.contains("s3cret"), text);
    }

    @Test
    void aPasswordIsNotShownToWhoeverAnswers() {
        PosternManagedConnectionFactory factory = factory();
        factory.setUsername("ann");
        factory.setPassword("s3cret");
        factory.setTls("opportunistic");
        String text = error(factory);
        assertTrue(text.contains("tls = opportunistic: would show the password to whoever answers"), text);
        assertFalse(text.contains("s3cret"), text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "password | s3cret | password: a login shows a password or a token: leave this or oauth.token.endpoint empty",
                "oauthClientId | '' | oauth.client.id: set it together with oauth.token.endpoint",
                "oauthClientSecret | '' | oauth.client.secret: set it, or oauth.refresh.token, or both",
                "oauthTokenEndpoint | http://idp.example.org/token | oauth.token.endpoint = http://idp.example.org/token: must be a URL such as",
                "oauthTokenEndpoint | '' | oauth.client.secret: is of no use without oauth.token.endpoint",
                "authMechanisms | PLAIN | auth.mechanisms = PLAIN: names none that shows a token",
                "tls | opportunistic | tls = opportunistic: would show the token to whoever answers",
                "relay | mx | username = ann: is of no use with relay = mx"
            })
    void anErrorOfALoginByTokensNamesTheSettingAndTheRemedy(String property, String value, String message)
            throws Exception {
        PosternManagedConnectionFactory factory = factory();
        factory.setUsername("ann");
        factory.setOauthTokenEndpoint("https://idp.example.org/token");
        factory.setOauthClientId("client");
        factory.setOauthClientSecret("s3cret");
        OutboundSettings.of(factory);
        new PropertyDescriptor(property, PosternManagedConnectionFactory.class)
                .getWriteMethod()
                .invoke(factory, value);
        String text = error(factory);
        assertTrue(text.contains(message), text);
        assertFalse(text.contains("s3cret"), text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "topic | '' | topic: set the topic for the mail, such as mail-out",
                "topic | mail/out | topic = mail/out: must be of up to 249 letters, digits, dots, dashes and underscores",
                "bootstrapServers | '' | bootstrap.servers: set the brokers, such as broker1:9092,broker2:9092",
                "bootstrapServers | broker | bootstrap.servers = broker: must be host:port",
                "kafkaProperties | /nix | kafka.properties = /nix: can't be read: /nix does not exist",
                "relay | mx | relay = mx: is of no use with destination = kafka",
                "username | ann | username = ann: is of no use with destination = kafka",
                "password | s3cret | password: is of no use with destination = kafka",
                "dkimKeys | keys | dkim.keys = keys: is of no use with destination = kafka",
                "maxAgeMs | -1 | max.age.ms = -1: must be a whole number from 0"
            })
    void anErrorOfAFactoryForATopicNamesTheSettingAndTheRemedy(String property, String value, String message)
            throws Exception {
        PosternManagedConnectionFactory factory = topicFactory();
        OutboundSettings.of(factory);
        PropertyDescriptor descriptor = new PropertyDescriptor(property, PosternManagedConnectionFactory.class);
        descriptor
                .getWriteMethod()
                .invoke(factory, descriptor.getPropertyType() == Long.class ? (Object) Long.valueOf(value) : value);
        String text = error(factory);
        assertTrue(text.contains(message), text);
        assertFalse(text.contains("s3cret"), text);
    }

    private static PosternManagedConnectionFactory topicFactory() {
        PosternManagedConnectionFactory factory = factory();
        factory.setRelay("");
        factory.setDestination("kafka");
        factory.setTopic("mail-out");
        factory.setBootstrapServers("broker1:9092, [::1]:9092");
        return factory;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acks=1 | sets acks, which is the adapter's: leave it out",
                "bootstrap.server=s3cret:1 | sets bootstrap.server, which is no setting of Kafka's producer: leave it out",
                "compression.type=none\\nlinger.ms=soon | Invalid value soon for configuration linger.ms",
                "sasl.jaas.config=s3cret \\u0 | is no file of properties: look for a backslash with u behind it"
            })
    void anErrorOfTheFileForKafkaNamesTheSettingAndNoSecret(String content, String message) throws Exception {
        PosternManagedConnectionFactory factory = topicFactory();
        Path file = directory.resolve("client.properties");
        factory.setKafkaProperties(
                PrivateFile.write(file, content.replace("\\n", "\n")).toString());
        String text = error(factory);
        assertTrue(text.contains("kafka.properties = " + file + ": " + message), text);
        assertFalse(text.contains("s3cret"), text);
    }

    @Test
    void theFileForKafkaIsForItsOwnerAlone() throws Exception {
        PosternManagedConnectionFactory factory = topicFactory();
        Path file = PrivateFile.write(directory.resolve("client.properties"), "security.protocol=SSL\n");
        factory.setKafkaProperties(file.toString());
        assertEquals(
                "topic:mail-out of broker1:9092,[::1]:9092",
                OutboundSettings.of(factory).toString());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertTrue(error(factory).contains("can be read or written by other users: chmod 600 it"), error(factory));
    }

    @Test
    void aServerWhoseDataGoesAwayNeedsAJournal() {
        PosternManagedConnectionFactory factory = factory();
        factory.setJournal("");
        String text = error(factory);
        assertTrue(text.contains("journal: set the directory in which mail of transactions waits"), text);
    }

    @Test
    void aServerThatKeepsDataHasTheJournalThere() throws Exception {
        PosternManagedConnectionFactory factory = factory();
        factory.setJournal("");
        factory.setName("orders");
        System.setProperty("jboss.server.data.dir", "/srv/data");
        try {
            assertEquals(
                    Path.of("/srv/data/postern-orders"),
                    OutboundSettings.of(factory).journal());
        } finally {
            System.clearProperty("jboss.server.data.dir");
        }
    }

    @Test
    void aFactoryWithANameIsSetFromOutside() throws Exception {
        PosternManagedConnectionFactory factory = factory();
        factory.setName("page");
        System.setProperty("postern.page.journal", "/srv/page");
        System.setProperty("postern.page.jurnal", "/srv/page");
        try {
            String text = error(factory);
            assertTrue(text.contains("postern.page.jurnal is not a setting of a connection factory; those are"), text);
            System.clearProperty("postern.page.jurnal");
            assertEquals(Path.of("/srv/page"), OutboundSettings.of(factory).journal());
        } finally {
            System.clearProperty("postern.page.journal");
            System.clearProperty("postern.page.jurnal");
        }
    }

    @Test
    void whetherDnsIsTrustedIsTrueOrFalseAlsoFromOutside() throws Exception {
        PosternManagedConnectionFactory factory = factory();
        factory.setName("page");
        System.setProperty("postern.page.dns.trusted", "perhaps");
        try {
            String text = error(factory);
            assertTrue(text.contains("dns.trusted = perhaps: must be true or false"), text);
            System.setProperty("postern.page.dns.trusted", "TRUE");
            assertEquals("page", OutboundSettings.of(factory).name());
        } finally {
            System.clearProperty("postern.page.dns.trusted");
        }
    }

    @Test
    void byMxThePoliciesOfDomainsAreKeptInTheJournal(@TempDir Path directory) throws Exception {
        PosternManagedConnectionFactory factory = factory();
        factory.setRelay("mx");
        factory.setHello("app.example.org");
        factory.setJournal(directory.toString());
        try (Delivery delivery = OutboundSettings.of(factory).delivery()) {
            assertNotNull(delivery.sources().sts());
            assertTrue(Files.isDirectory(directory.resolve("mta-sts")));
        }
        factory.setMxPolicies("");
        try (Delivery delivery = OutboundSettings.of(factory).delivery()) {
            assertNull(delivery.sources().sts());
            assertNotNull(delivery.sources().dns());
        }
    }

    @Test
    void providersAreKnownByName() throws Exception {
        PosternManagedConnectionFactory factory = factory();
        factory.setRelay("gmail");
        factory.setUsername("ann@gmail.com");
        factory.setPassword("s3cret");
        assertEquals("gmail", OutboundSettings.of(factory).toString());
    }
}
