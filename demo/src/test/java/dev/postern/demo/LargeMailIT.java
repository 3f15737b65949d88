package dev.postern.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.ConnectWorker;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.FreePort;
import dev.postern.testkit.KafkaBroker;
import dev.postern.testkit.PayaraMicro;
import dev.postern.testkit.Postfix;
import dev.postern.testkit.RequiresPeer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A mail of 20 MB with attachments, by all parts of the gateway, with the limits that the README names for it. */
@Timeout(300)
class LargeMailIT {
    private static final int ATTACHMENT = 5 << 20;
    private static final int ATTACHMENTS = 3;
    private static final long SEED = 42;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String LARGEST_MESSAGE = "31457280";
    private static final String LARGEST_RECORD = "31522816";

    @TempDir
    private Path directory;

    private static String mail() {
        Random random = new Random(SEED);
        StringBuilder mail = new StringBuilder("""
                From: Ann <ann@example.org>\r
                To: Bob <bob@example.net>\r
                Subject: The drawings\r
                Message-ID: <drawings@example.org>\r
                Date: Tue, 24 Nov 2026 10:00:00 +0000\r
                MIME-Version: 1.0\r
                Content-Type: multipart/mixed; boundary="=_x"\r
                \r
                --=_x\r
                Content-Type: text/plain\r
                \r
                .\r
                ..\r
                .a line that begins with a dot\r
                """);
        for (int i = 1; i <= ATTACHMENTS; i++) {
            byte[] drawing = new byte[ATTACHMENT];
            random.nextBytes(drawing);
            mail.append("--=_x\r\nContent-Type: application/octet-stream; name=\"")
                    .append(i)
                    .append(".dwg\"\r\nContent-Transfer-Encoding: base64\r\n\r\n")
                    .append(Base64.getMimeEncoder().encodeToString(drawing))
                    .append("\r\n");
        }
        return mail.append("--=_x--\r\n").toString();
    }

    private static String sha256OfBody(String message) throws Exception {
        byte[] body = message.substring(message.indexOf("\r\n\r\n")).getBytes(ISO_8859_1);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    }

    @Test
    @RequiresPeer("postfix")
    void survivesListenerBeanTopicSinkAndPostfixOctetForOctet() throws Exception {
        String mail = mail();
        assertTrue(mail.length() > 20 << 20, "the mail has " + mail.length() + " octets");
        Kit kit = Kit.ofThisBuild();
        int port = FreePort.onLoopback();
        try (Postfix postfix = Postfix.builder()
                        .mailboxes("bob@example.net")
                        .messageSizeLimit(Long.parseLong(LARGEST_MESSAGE))
                        .start();
                KafkaBroker broker = KafkaBroker.builder(kit.kafkaClassPath())
                        .set("message.max.bytes", LARGEST_RECORD)
                        .start(directory);
                ConnectWorker worker = ConnectWorker.builder(
                                kit.kafkaClassPath(), broker.bootstrapServers(), kit.pluginPath())
                        .start(directory);
                PayaraMicro server = PayaraMicro.builder(kit.payaraMicro())
                        .property("postern.gateway.listen.port", String.valueOf(port))
                        .property("postern.gateway.message.size.max", LARGEST_MESSAGE)
                        .property("postern.kafka.bootstrap.servers", broker.bootstrapServers())
                        .deploy(kit.archives().get(0))
                        .deploy(kit.archives().get(1))
                        .start(directory);
                Conversation client = new Conversation(port)) {
            assertTrue(server.httpPort() > 0);
            client.socket().setSoTimeout((int) PATIENCE.toMillis());
            client.expect("220 ");
            client.say("EHLO client.example.org", "250 ");
            client.say("MAIL FROM:<ann@example.org> SIZE=" + mail.length(), "250 ");
            client.say("RCPT TO:<bob@example.net>", "250 ");
            client.say("DATA", "354 ");
            client.send(mail.replace("\r\n.", "\r\n..") + ".\r\n").expect("250 2.0.0 Accepted as ");
            worker.configure(Connectors.SINK, """
                    {
                      "connector.class": "dev.postern.kafka.sink.SmtpSinkConnector",
                      "topics": "mail-in",
                      "smtp.host": "127.0.0.1",
                      "smtp.port": "%d",
                      "smtp.tls": "none",
                      "consumer.override.max.partition.fetch.bytes": "%s"
                    }
                    """.formatted(postfix.port(), LARGEST_RECORD));
            worker.awaitRunning(Connectors.SINK, PATIENCE);
            byte[] arrived =
                    postfix.mailbox("bob@example.net").await(1, PATIENCE).get(0);
            assertEquals(sha256OfBody(mail), sha256OfBody(new String(arrived, ISO_8859_1).replace("\n", "\r\n")));
        }
    }
}
