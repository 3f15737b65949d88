package dev.postern.jca.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.jca.Destination;
import dev.postern.jca.MailSendException;
import dev.postern.mail.Address;
import dev.postern.mail.DsnRequest;
import dev.postern.mail.DsnRequest.Notify;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.ScriptedPeer;
import jakarta.resource.ResourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Mail that is handed on, and what its sender hears of it. */
@Timeout(60)
class SuccessNoticesTest {
    private static final Address ANN = Address.parse("ann@example.org");
    private static final Address BOB = Address.parse("bob@example.net");
    private static final Address CAROL = Address.parse("carol@example.net");

    @TempDir
    private Path directory;

    private final FakeAdapter adapter = new FakeAdapter();
    private final AtomicInteger failures = new AtomicInteger();
    private FakeServer relay;
    private Map<String, String> settings;

    @BeforeEach
    void start() throws IOException {
        relay = new FakeServer(
                directory.resolve("unused"),
                any -> failures.getAndDecrement() > 0
                        ? Reply.of(451, "4.3.2", "Not now")
                        : Reply.of(250, "2.0.0", "Taken"));
        settings = Map.of(
                "postern.onward.notices", "notices",
                "postern.notices.relay", relay.settings().getRelay(),
                "postern.notices.tls", "none",
                "postern.notices.hello", "gateway.example.org",
                "postern.notices.retry.seconds", "1",
                "postern.notices.journal", directory.resolve("journal").toString());
        settings.forEach(System::setProperty);
    }

    @AfterEach
    void stop() {
        settings.keySet().forEach(System::clearProperty);
        Outlets.close(adapter);
        relay.close();
    }

    private Onward onward() throws ResourceException {
        return Onward.asSet(adapter);
    }

    private static void deliver(Onward onward, String destination, String id, Notify... events)
            throws MailSendException {
        DsnRequest.Recipient wish = new DsnRequest.Recipient(Set.of(events), "rfc822;bobby@example.net");
        Envelope envelope = Envelope.of("ID")
                .reversePath(ANN)
                .recipients(List.of(BOB, CAROL))
                .dsn(new DsnRequest(null, id, Map.of(BOB, wish)))
                .build();
        Message message = Message.of(
                "Return-Path: <x@example.com>\r\nSubject: hi\r\n\r\nHello\r\n".getBytes(StandardCharsets.US_ASCII));
        onward.deliver(envelope, message, Destination.parse(destination), List.of(BOB, CAROL));
    }

    /** Takes a mail for both, with a reply for each where it speaks LMTP. */
    private static ScriptedPeer peer(String hello, String offer, String... replies) throws IOException {
        return ScriptedPeer.playing(c -> {
            c.say("220 scripted").expect(hello + " .*");
            c.say("250-scripted").say("250 " + offer).expect("MAIL FROM:<ann@example\\.org>.*");
            c.say("250 OK").expect("RCPT TO:<bob@example\\.net>.*");
            c.say("250 OK").expect("RCPT TO:<carol@example\\.net>.*");
            c.say("250 OK").expect("DATA");
            c.say("354 Go").readContent();
            for (String reply : replies) {
                c.say(reply);
            }
        });
    }

    /** The next mail that somebody is sent: it must be to Ann, from nobody. */
    private String told() throws InterruptedException {
        FakeServer.Mail notice = relay.next();
        assertNull(notice.envelope().reversePath());
        assertEquals(List.of(ANN), notice.envelope().recipients());
        return notice.content();
    }

    private static void assertHolds(String notice, String... parts) {
        for (String part : parts) {
            assertTrue(notice.contains(part), notice);
        }
    }

    @Test
    @Rfc("3461#5.2.2b")
    void aServerWithoutDsnIsNotTheEndOfIt() throws Exception {
        try (Onward onward = onward();
                ScriptedPeer peer = peer("EHLO", "PIPELINING", "250 2.0.0 Queued")) {
            deliver(onward, "relay:127.0.0.1:" + peer.port(), "E-1", Notify.SUCCESS);
            String notice = told();
            assertHolds(
                    notice,
                    "\r\nOriginal-Envelope-Id: E-1\r\n",
                    "\r\nReporting-MTA: dns; gateway.example.org\r\n",
                    "\r\nFinal-Recipient: rfc822; bob@example.net\r\nAction: relayed\r\nStatus: 2.0.0\r\n",
                    "\r\nOriginal-Recipient: rfc822; bobby@example.net\r\n",
                    "\r\nDiagnostic-Code: smtp; 250 2.0.0 Queued\r\n",
                    "\r\nSubject: hi\r\n");
            assertTrue(!notice.contains("carol@") && !notice.contains("x@example.com"), notice);
        }
    }

    @Test
    @Rfc({"3461#5.2.1b", "3461#5.2.3"})
    void whoDidNotAskAndWhomTheNextServerTellsHearNothing() throws Exception {
        try (Onward onward = onward();
                ScriptedPeer with = peer("EHLO", "DSN", "250 2.0.0 Queued");
                ScriptedPeer without = peer("EHLO", "PIPELINING", "250 2.0.0 Queued");
                ScriptedPeer last = peer("EHLO", "PIPELINING", "250 2.0.0 Queued")) {
            deliver(onward, "relay:127.0.0.1:" + with.port(), "E-1", Notify.SUCCESS);
            deliver(onward, "relay:127.0.0.1:" + without.port(), "E-2", Notify.FAILURE);
            deliver(onward, "relay:127.0.0.1:" + last.port(), "E-3", Notify.SUCCESS, Notify.FAILURE);
            assertHolds(told(), "\r\nOriginal-Envelope-Id: E-3\r\n");
        }
    }

    @Test
    @Rfc("3461#5.2.3")
    void whatIsInAMailboxIsDelivered() throws Exception {
        try (Onward onward = onward();
                ScriptedPeer peer = peer("LHLO", "PIPELINING", "250 2.0.0 Saved", "452 4.2.2 Over quota")) {
            assertThrows(
                    MailSendException.class,
                    () -> deliver(onward, "lmtp:127.0.0.1:" + peer.port(), "E-1", Notify.SUCCESS));
            assertHolds(
                    told(),
                    "\r\nOriginal-Envelope-Id: E-1\r\n",
                    "\r\nFinal-Recipient: rfc822; bob@example.net\r\nAction: delivered\r\n",
                    "\r\nDiagnostic-Code: smtp; 250 2.0.0 Saved\r\n");
            deliver(onward, "maildir:" + directory + "/{user}", "E-2", Notify.SUCCESS);
            assertHolds(
                    told(),
                    "\r\nOriginal-Envelope-Id: E-2\r\n",
                    "\r\nFinal-Recipient: rfc822; bob@example.net\r\nAction: delivered\r\n");
        }
    }

    @Test
    void whatWaitsIsToldByTheNextToRun() throws Exception {
        failures.set(1);
        try (Onward onward = onward()) {
            deliver(onward, "maildir:" + directory + "/{user}", "E-1", Notify.SUCCESS);
            assertHolds(told(), "\r\nOriginal-Envelope-Id: E-1\r\n");
        }
        Outlets.close(adapter);
        try (Onward next = onward()) {
            assertNotNull(next);
            assertHolds(told(), "\r\nOriginal-Envelope-Id: E-1\r\n");
        }
    }

    @Test
    void aFactoryThatIsNotSetOutsideIsRefused() {
        System.clearProperty("postern.notices.relay");
        String message = assertThrows(ResourceException.class, this::onward).getMessage();
        assertTrue(
                message.startsWith(
                        "postern.onward.notices = notices: the connection factory notices can't be used: relay"),
                message);
    }
}
