package dev.postern.ear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.Conversation;
import dev.postern.testkit.RequiresPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where the gateway's own beans bring mail, on every application server, by the routing table that {@link Surroundings} writes. */
interface RoutingContract {
    String INBOX = "inbox@example.net";

    /** Writes the table, whose end takes all that other tests send to the gateway. */
    static void writeRoutes(Path target, int lmtpPort) throws IOException {
        Path maildirs = Files.createTempDirectory(target, "maildirs-");
        System.setProperty("it.maildirs", maildirs.toString());
        Files.write(
                target.resolve("routes"),
                List.of(
                        "# recipient             where its mail goes",
                        INBOX + "       lmtp:127.0.0.1:" + lmtpPort + ", topic:copies",
                        "disk@example.net        maildir:" + maildirs + "/{domain}/{user}",
                        "friends@example.net     disk@example.net, bob@example.net",
                        "down@example.net        lmtp:" + maildirs + "/no-such-socket",
                        "gone@example.net        reject:551 5.1.6 Moved to example.com",
                        "sink@example.net        discard",
                        "example.net             topic:mail-in"));
    }

    @Test
    @RequiresPeer("dovecot")
    default void whatIsAnswered250IsInTheInboxAndInTheTopic() throws IOException {
        try (Conversation client = GatewayContract.gateway();
                Topic copies = new Topic("copies")) {
            String id = GatewayContract.acceptedId(client, INBOX);
            assertTrue(copies.upTo(id).stream()
                    .anyMatch(
                            record -> GatewayContract.header(record, "mail.to").equals(INBOX)));
            String inbox = Surroundings.inboxes().readInbox();
            assertTrue(inbox.contains(" id " + id) && inbox.contains("Subject: hi\r\n\r\nHello\r\n.dot\r\n"), inbox);
            String fetched = Surroundings.inboxes().fetchByPop3();
            assertTrue(
                    fetched.contains(" id " + id) && fetched.contains("Subject: hi\r\n\r\nHello\r\n..dot\r\n"),
                    fetched);
            GatewayContract.acceptedId(client, "sink@example.net");
        }
    }

    @Test
    default void anAliasGoesToAllWhomItNames() throws IOException {
        try (Conversation client = GatewayContract.gateway();
                Topic topic = new Topic("mail-in")) {
            String id = GatewayContract.acceptedId(client, "friends@example.net");
            assertTrue(topic.upTo(id).stream()
                    .anyMatch(record -> record.key().equals(id)
                            && GatewayContract.header(record, "mail.to").equals("bob@example.net")));
            Path arrived = Path.of(System.getProperty("it.maildirs")).resolve("example.net/disk/new");
            try (Stream<Path> files = Files.list(arrived)) {
                assertEquals(1, files.filter(file -> holds(file, " id " + id)).count());
            }
        }
    }

    @Test
    default void aDestinationThatIsDownLeavesTheMailWithTheClient() throws IOException {
        try (Conversation client = GatewayContract.gateway()) {
            GatewayContract.acceptedId(client, "sink@example.net"); // the application has come up
            client.sendMail("ann@example.org", "down@example.net", GatewayContract.MAIL)
                    .expect("451 4.");
        }
    }

    @Test
    default void whomTheTableDoesNotHaveIsRefusedAtRcptAndWhomItAddsIsTakenWithoutARestart() throws IOException {
        Path routes = Path.of(System.getProperty("it.directory")).resolve("routes");
        try (Conversation client = GatewayContract.gateway()) {
            GatewayContract.acceptedId(client, "sink@example.net");
            client.say("MAIL FROM:<ann@example.org>", "250 ");
            client.say("RCPT TO:<gone@example.net>", "551 5.1.6 Moved to example.com");
            client.say("RCPT TO:<eve@example.com>", "550 5.1.1 ");
            Files.writeString(routes, "eve@example.com discard\n", StandardOpenOption.APPEND);
        }
        for (int attempt = 0; attempt < 100; attempt++) {
            try (Conversation client = GatewayContract.gateway()) {
                client.say("MAIL FROM:<ann@example.org>", "250 ");
                String reply = client.send("RCPT TO:<eve@example.com>\r\n").reply();
                if (reply.startsWith("250 ")) {
                    return;
                }
                assertTrue(reply.startsWith("550 5.1.1 "), reply);
            }
            LockSupport.parkNanos(200_000_000);
        }
        throw new AssertionError("the new line is not in force");
    }

    private static boolean holds(Path mail, String text) {
        try {
            return Files.readString(mail).contains(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
