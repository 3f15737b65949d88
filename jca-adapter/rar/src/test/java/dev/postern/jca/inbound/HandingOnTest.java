package dev.postern.jca.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.jca.Destination;
import dev.postern.jca.MailSendException;
import dev.postern.mail.Address;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.Dovecot;
import dev.postern.testkit.FreePort;
import dev.postern.testkit.RequiresPeer;
import dev.postern.testkit.ScriptedPeer;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A bean that hands its mail on, and answers what it hears: seen at both ends. */
@Timeout(60)
class HandingOnTest {
    private static final String CONTENT = "Subject: hi\r\n\r\nHello\r\n";
    private static final Address BOB = Address.parse("bob@example.net");
    private static final Address CAROL = Address.parse("carol@example.net");

    private final FakeApplicationServer server = new FakeApplicationServer();
    private final PosternResourceAdapter adapter = new PosternResourceAdapter();
    private final MessageEndpointFactory factory = server.factory();
    private final MailActivationSpec spec = new MailActivationSpec();

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws IOException {
        adapter.start(server);
        spec.setListenPort(String.valueOf(FreePort.onLoopback()));
        spec.setHostname("gateway.example.org");
    }

    @AfterEach
    void stop() {
        adapter.stop();
        server.close();
    }

    private void beanDelivers(String destination, Address... recipients) throws ResourceException {
        server.bean = mail -> {
            try {
                mail.deliver(Destination.parse(destination), List.of(recipients));
            } catch (MailSendException e) {
                throw e.rejection();
            }
        };
        adapter.endpointActivation(factory, spec);
    }

    private void expectAnswer(String start) throws IOException {
        try (Conversation client = new Conversation(Integer.parseInt(String.valueOf(spec.getListenPort())))) {
            client.expect("220 ");
            client.say("EHLO client.example.org", "250 ");
            client.sendMail("ann@example.org", "bob@example.net", CONTENT).expect(start);
        }
    }

    private static ScriptedPeer.Script lmtp(String... ends) {
        return c -> {
            c.say("220 scripted").expect("LHLO .*");
            c.say("250-scripted").say("250 PIPELINING").expect("MAIL FROM:<ann@example\\.org>");
            c.say("250 OK");
            for (int i = 0; i < ends.length; i++) {
                c.expect("RCPT .*");
                c.say("250 OK");
            }
            c.expect("DATA");
            String content = c.say("354 Go").readContent();
            assertTrue(content.startsWith("Received: ") && content.endsWith(CONTENT), content);
            for (String end : ends) {
                c.say(end);
            }
        };
    }

    @Test
    void whatTheServerTookIsAnswered250() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(lmtp("250 2.0.0 Saved", "250 2.0.0 Saved"))) {
            beanDelivers("lmtp:127.0.0.1:" + peer.port(), BOB, CAROL);
            expectAnswer("250 2.0.0 Accepted as ");
        }
    }

    @Test
    void whatTheServerRefusesIsRefusedAsItSays() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(lmtp("250 2.0.0 Saved", "552 5.2.2 Over quota on host-7"))) {
            beanDelivers("lmtp:127.0.0.1:" + peer.port(), BOB, CAROL);
            expectAnswer("552 5.2.2 Not delivered: refused by the next server");
        }
    }

    @Test
    void theClientKeepsWhatSomebodyMayYetGet() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(lmtp("550 5.1.1 No", "452 4.2.2 Over quota"))) {
            beanDelivers("lmtp:127.0.0.1:" + peer.port(), BOB, CAROL);
            expectAnswer("452 4.2.2 Not delivered now; the mail stays with you");
        }
    }

    @Test
    void aServerThatIsDownLeavesTheMailWithTheClient() throws Exception {
        beanDelivers("relay:127.0.0.1:" + FreePort.onLoopback(), BOB);
        expectAnswer("451 4.4.1 ");
    }

    @Test
    void aSocketThatIsNotThereLeavesTheMailWithTheClient() throws Exception {
        beanDelivers("lmtp:" + directory.resolve("lmtp"), BOB);
        expectAnswer("451 4.");
    }

    @Test
    void aMailboxOnDiskHasTheMailWhenTheClientIsTold() throws Exception {
        beanDelivers("maildir:" + directory + "/{domain}/{user}", BOB, CAROL);
        expectAnswer("250 2.0.0 Accepted as ");
        for (String user : List.of("bob", "carol")) {
            try (Stream<Path> files =
                    Files.list(directory.resolve("example.net").resolve(user).resolve("new"))) {
                String mail = Files.readString(files.findFirst().orElseThrow());
                assertTrue(
                        mail.startsWith(
                                "Return-Path: <ann@example.org>\nDelivered-To: " + user + "@example.net\nReceived: "),
                        mail);
            }
        }
    }

    @Test
    void aDiskThatIsNotThereLeavesTheMailWithTheClient() throws Exception {
        beanDelivers("maildir:" + directory + "/not-mounted/{user}", BOB);
        expectAnswer("451 4.3.0 Not delivered now; the mail stays with you");
        assertEquals(0, directory.toFile().list().length);
    }

    @Test
    @RequiresPeer("dovecot")
    void dovecotHasTheMailInTheInboxOfItsUser() throws Exception {
        try (Dovecot dovecot = Dovecot.start("bob@example.net", "secret")) {
            beanDelivers("lmtp:127.0.0.1:" + dovecot.lmtpPort(), BOB);
            expectAnswer("250 2.0.0 Accepted as ");
            assertTrue(dovecot.readInbox().contains("Subject: hi\r\n\r\nHello\r\n"), dovecot.log());
            adapter.endpointDeactivation(factory, spec);
            beanDelivers("lmtp:127.0.0.1:" + dovecot.lmtpPort(), CAROL);
            expectAnswer("550 5.1.1 ");
        }
    }

    @Test
    void settingsThatAreWrongAreNamed() {
        System.setProperty("postern.onward.tls", "perhaps");
        System.setProperty("postern.onward.dns.servers", "192.0.2.1:x");
        System.setProperty("postern.onward.port", "25");
        System.setProperty("postern.onward.hello", "my_host");
        try {
            String message = assertThrows(ResourceException.class, () -> adapter.endpointActivation(factory, spec))
                    .getMessage();
            for (String part : List.of(
                    "postern.onward.hello = my_host: set our own name, such as app.example.org: ",
                    "postern.onward.tls = perhaps: must be one of none, ",
                    "postern.onward.dns.servers = 192.0.2.1:x: ",
                    "postern.onward.port is not a setting; those are dns.servers, hello, notices, tls, ")) {
                assertTrue(message.contains(part), message);
            }
        } finally {
            List.of("tls", "dns.servers", "port", "hello")
                    .forEach(key -> System.clearProperty("postern.onward." + key));
        }
    }
}
