package dev.postern.jca.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.resource.spi.InvalidPropertyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenerConfigurationTest {
    private final MailActivationSpec spec = new MailActivationSpec();

    private static void withProperties(Map<String, String> properties, ThrowingRunnable test) throws Exception {
        Properties before = (Properties) System.getProperties().clone();
        properties.forEach(System::setProperty);
        try {
            test.run();
        } finally {
            System.setProperties(before);
        }
    }

    @FunctionalInterface
    private interface ThrowingRunnable {
        void run() throws Exception;
    }

    private String complaint() {
        return assertThrows(InvalidPropertyException.class, spec::validate).getMessage();
    }

    @Test
    void whatIsNotSetIsSafe() throws Exception {
        spec.validate();
        ListenerConfiguration configuration = ListenerConfiguration.of(spec);
        assertEquals("127.0.0.1:2525", configuration.listeners().toString());
        assertTrue(configuration.bean().stripBcc());
    }

    @Test
    void aNamedListenerIsSetFromOutside() throws Exception {
        spec.setName("orders");
        spec.setListenPort("2626");
        withProperties(
                Map.of(
                        "postern.orders.listen.port", "4711",
                        "postern.orders.accepted.domains", "example.org, example.net",
                        "postern.orders.reply.deadline.ms", "1000",
                        "postern.other.listen.port", "1"),
                () -> {
                    ListenerConfiguration configuration = ListenerConfiguration.of(spec);
                    assertEquals("127.0.0.1:4711", configuration.listeners().toString());
                    assertEquals(1000, configuration.bean().replyDeadline().toMillis());
                });
    }

    @Test
    void allThatIsWrongIsToldAtOnceWithNameValueAndRemedy(@TempDir Path directory) throws Exception {
        spec.setListenPort("70000");
        spec.setListenHost("0.0.0.0");
        spec.setMessageSizeMax("10");
        spec.setDeliveriesMax(0);
        spec.setReplyDeadlineMs(600_000);
        spec.setKeystoreLocation(directory.resolve("none.p12").toString());
        spec.setKeystorePassword("open sesame");
        spec.setSpoolDirectory(directory.resolve("none").toString());
        spec.setHostname("not a name");
        spec.setDnsTimeoutMs("99");
        spec.setDnsServers("192.0.2.53:0, 192.0.2.53");
        spec.setDnsAllowLists("wl.example.org=10.0.0.1");
        String text = complaint();
        for (String expected : List.of(
                "listenPort = 70000: must be from 0 to 65535",
                "messageSizeMax = 10: must be at least 65536",
                "deliveriesMax = 0: must be from 1 to 100000",
                "replyDeadlineMs = 600000: must be from 1 to 570000",
                "hostname = not a name: must be a host name such as mail.example.org",
                "acceptedDomains: listenHost is 0.0.0.0, where others may send mail: name your domains, or set acceptAnyDomain=true",
                "dnsTimeoutMs = 99: must be from 100 to 30000",
                "dnsServers = 192.0.2.53:0: must be an address, not a name",
                "dnsAllowLists = wl.example.org=10.0.0.1: the responses that count must be such as",
                "whom dnsBlockLists would refuse, but that is empty",
                "none.p12 does not exist",
                "none is not a directory that we may write to")) {
            assertTrue(text.contains(expected), expected + " is missing in " + text);
        }
        assertFalse(text.contains("sesame"));
    }

    @Test
    void aKeystoreThatIsNoneIsRefusedBeforeThePortOpens(@TempDir Path directory) throws Exception {
        spec.setRequireTls("true");
        assertTrue(complaint().contains("keystoreLocation: requireTls=true needs a keystore"));
        spec.setKeystoreLocation(
                Files.writeString(directory.resolve("x.p12"), "x").toString());
        assertTrue(complaint().contains("x.p12: "), complaint());
    }

    @Test
    void usersMustHaveAFileOfTheirOwnAndTls(@TempDir Path directory) throws Exception {
        spec.setAuthRequired("true");
        assertTrue(complaint().contains("authUsersFile: authRequired=true needs a file of users"), complaint());
        Path users = Files.writeString(directory.resolve("users"), "nonsense\n");
        Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-------"));
        spec.setAuthUsersFile(users.toString());
        assertTrue(
                complaint().contains("set keystoreLocation, or, where nobody can listen, authAllowPlaintext=true"),
                complaint());
        assertTrue(complaint().contains("users, line 1: "), complaint());
        assertFalse(complaint().contains("nonsense"), complaint());
        spec.setAuthAllowPlaintext("true");
        Files.writeString(users, "# nobody yet\n");
        ListenerConfiguration.of(spec);
        Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-r--r--"));
        assertTrue(complaint().contains("can be read or written by other users"), complaint());
    }

    @Test
    void whatIsWrongOutsideIsNamedAsItIsSpeltThere() throws Exception {
        spec.setName("orders");
        withProperties(
                Map.of(
                        "postern.orders.listen.port", "many",
                        "postern.orders.strip.bcc", "perhaps",
                        "postern.orders.listen.prot", "25"),
                () -> {
                    String text = complaint();
                    assertTrue(
                            text.contains(
                                    "listenPort (outside: postern.orders.listen.port) = many: must be a whole number"),
                            text);
                    assertTrue(text.contains("= perhaps: must be true or false"), text);
                    assertTrue(text.contains("postern.orders.listen.prot is not a setting of a listener"), text);
                });
    }

    @Test
    void aNameThatCanNotBeSpeltOutsideIsRefused() {
        spec.setName("My Orders");
        assertTrue(complaint().contains("name = My Orders: may hold lower case letters, digits and dashes"));
    }

    @Test
    void severalListenersShareWhatIsSetForAll() throws Exception {
        spec.setName("orders");
        spec.setListenPort("2626");
        withProperties(
                Map.of(
                        "postern.orders.listeners", "mx,printers",
                        "postern.orders.listener.printers.listen.port", "2727"),
                () -> assertEquals(
                        "127.0.0.1:2626, 127.0.0.1:2727",
                        ListenerConfiguration.of(spec).listeners().toString()));
        withProperties(
                Map.of(
                        "postern.orders.listeners", "mx,printers",
                        "postern.orders.listener.printers.listen.prot", "2727"),
                () -> {
                    String text = complaint();
                    assertTrue(text.contains("postern.orders.listener.printers.listen.prot is not a setting"), text);
                    assertTrue(
                            text.contains("(outside: postern.orders.listener.printers.listen.port) = 127.0.0.1:2626:"
                                    + " is where the listener mx is too"),
                            text);
                });
    }
}
