package dev.postern.jca.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.resource.spi.InvalidPropertyException;
import java.beans.PropertyDescriptor;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutboundSettingsTest {
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
                "tls | always | tls = always: must be one of ",
                "username | ann | username = ann: has no password",
                "password | s3cret | password: is of no use without username",
                "hello | a b | hello = a b: set our own name",
                "senders | ann@ | senders = ann@: ",
                "retrySeconds | 5,0 | retry.seconds = 5,0: pauses are whole seconds",
                "retrySeconds | '' | retry.seconds: set at least one pause",
                "maxAgeMs | -1 | max.age.ms = -1: must be a whole number from 0",
                "connections | 0 | connections = 0: must be a whole number from 1 to 10000",
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
    void providersAreKnownByName() throws Exception {
        PosternManagedConnectionFactory factory = factory();
        factory.setRelay("gmail");
        factory.setUsername("ann@gmail.com");
        factory.setPassword("s3cret");
        assertEquals("gmail", OutboundSettings.of(factory).toString());
    }
}
