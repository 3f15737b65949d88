package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.postern.mail.Address;
import dev.postern.mail.DsnRequest;
import dev.postern.mail.DsnRequest.Notify;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.delivery.Deliverer;
import dev.postern.smtp.delivery.Outcome;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.ScriptedPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a sender wants to be told, from the wire to the envelope and on to the next server. */
@Timeout(60)
class DsnRequestTest {
    private static final Address BOB = Address.parse("bob@example.net");
    private static final Address CAROL = Address.parse("carol@example.net");
    private static final DsnRequest REQUEST = new DsnRequest(
            DsnRequest.Ret.HDRS,
            "order 4711",
            Map.of(BOB, new DsnRequest.Recipient(Set.of(Notify.SUCCESS, Notify.FAILURE), "rfc822;bob@old.example")));

    private final RecordingSink sink = new RecordingSink();

    @TempDir
    private Path directory;

    private SmtpServer server() throws IOException {
        return SmtpServer.builder(sink)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .spool(Spool.in(directory))
                .start();
    }

    private static Outcome deliver(int port, Envelope envelope) throws Exception {
        try (Deliverer deliverer = new Deliverer(
                SmtpClient.builder("127.0.0.1", port).tls(TlsMode.NONE).build(), 1, 10)) {
            return deliverer
                    .deliver(envelope, Message.of("x\r\n".getBytes(StandardCharsets.US_ASCII)))
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS)
                    .get(0);
        }
    }

    private static Envelope envelope() {
        return Envelope.of("ID").recipient(BOB).recipient(CAROL).dsn(REQUEST).build();
    }

    @Test
    @Rfc({"3461#4.1", "3461#4.2", "3461#4.3", "3461#4.4", "3461#5.2.1"})
    void travelsFromServerToServer() throws Exception {
        try (SmtpServer server = server()) {
            assertInstanceOf(Outcome.Delivered.class, deliver(server.port(), envelope()));
            Envelope received = sink.mails().get(0).envelope();
            assertEquals(REQUEST, received.dsn());
            assertEquals(DsnRequest.Recipient.UNSAID, received.dsn().of(CAROL));
        }
    }

    @Test
    @Rfc("3461#5.2.2")
    void isNotSentToAServerThatDoesNotOfferIt() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(c -> {
            c.greet("8BITMIME").expect("MAIL FROM:<>");
            c.say("250").expect("RCPT TO:<bob@example.net>");
            c.say("250").expect("RCPT TO:<carol@example.net>");
            c.say("250").expect("DATA");
            c.say("354").readContent();
            c.say("250").readToEnd();
        })) {
            assertInstanceOf(Outcome.Delivered.class, deliver(peer.port(), envelope()));
        }
    }

    @Test
    @Rfc({"3461#4.1", "3461#4.2", "3461#4.3", "3461#4.4", "3461#4.5"})
    void whatCanNotBeUnderstoodIsRefusedAndTheMailGoesOn() throws IOException {
        try (SmtpServer server = server();
                Conversation client = new Conversation(server.port())) {
            client.expect("220");
            client.say("EHLO client", "250");
            client.say("MAIL FROM:<> RET=BODY", "501 5.5.4 RET is FULL or HDRS");
            client.say("MAIL FROM:<> ENVID=a=b", "501 5.5.4");
            client.say("MAIL FROM:<> ENVID=a+0Ab", "501 5.5.4 ENVID is not xtext");
            client.say("MAIL FROM:<> RET=FULL RET=FULL", "501 5.5.4");
            client.say("MAIL FROM:<> RET=FULL ENVID=a", "250");
            client.say("RCPT TO:<bob@example.net> NOTIFY=NEVER,DELAY", "501 5.5.4 NOTIFY=NEVER stands alone");
            client.say("RCPT TO:<bob@example.net> ORCPT=bob", "501 5.5.4 ORCPT is");
            client.say("RCPT TO:<bob@example.net> NOTIFY=NEVER ORCPT=rfc822;bob", "250");
            client.say("DATA", "354");
            client.say("x\r\n.", "250");
            assertEquals(
                    new DsnRequest.Recipient(Set.of(Notify.NEVER), "rfc822;bob"),
                    sink.mails().get(0).envelope().dsn().of(BOB));
        }
    }
}
