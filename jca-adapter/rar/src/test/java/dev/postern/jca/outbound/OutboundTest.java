package dev.postern.jca.outbound;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.jca.MailConnection;
import dev.postern.jca.MailSendException;
import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.mail.MessageBuilder;
import dev.postern.mail.dkim.DkimKeyPair;
import dev.postern.mail.dkim.DkimPolicy;
import dev.postern.mail.dkim.DkimReport;
import dev.postern.mail.dkim.DkimVerifier;
import dev.postern.mail.dns.ZoneResolver;
import dev.postern.smtp.Reply;
import dev.postern.testkit.PrivateFile;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.resource.ResourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Mail of applications, with the transaction manager's part played by the test. */
@Timeout(120)
class OutboundTest {
    private static final Address ANN = Address.parse("ann@example.org");
    private static final Address BOB = Address.parse("bob@example.net");

    @TempDir
    private Path directory;

    private FakeServer server;

    private FakeServer start(Function<Envelope, Reply> replies) throws IOException {
        server = new FakeServer(directory.resolve("journal"), replies);
        return server;
    }

    private FakeServer start() throws IOException {
        return start(any -> Reply.of(250, "2.0.0", "Taken"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static MimeMessage message(String from, String to, String text) throws Exception {
        MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
        message.setFrom(from);
        message.setRecipients(RecipientType.TO, to);
        message.setRecipients(RecipientType.BCC, "cy@example.net");
        message.setSubject("An order");
        message.setText(text);
        return message;
    }

    private static MimeMessage message(String text) throws Exception {
        return message("ann@example.org", "bob@example.net", text);
    }

    private record Branch(int number) implements Xid {
        @Override
        public int getFormatId() {
            return 4711;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            byte[] id = new byte[MAXGTRIDSIZE];
            Arrays.fill(id, (byte) -number);
            return id;
        }

        @Override
        public byte[] getBranchQualifier() {
            byte[] id = new byte[MAXBQUALSIZE];
            Arrays.fill(id, (byte) number);
            return id;
        }
    }

    /** Sends a mail in a branch, which is ended then. */
    private XAResource sendIn(Xid branch, String text) throws Exception {
        try (MailConnection connection = server.connections().getConnection()) {
            XAResource resource = server.last.getXAResource();
            resource.start(branch, XAResource.TMNOFLAGS);
            connection.send(message(text));
            resource.end(branch, XAResource.TMSUCCESS);
            return resource;
        }
    }

    private static int code(Executable call) {
        return assertThrows(XAException.class, call).errorCode;
    }

    @Test
    void outsideOfATransactionMailLeavesAtOnceWithoutItsBcc() throws Exception {
        start();
        try (MailConnection connection = server.connections().getConnection()) {
            connection.send(message("one\ntwo\rthree\r\n"));
        }
        FakeServer.Mail mail = server.mails.remove();
        assertEquals(ANN, mail.envelope().reversePath());
        assertEquals(
                "[bob@example.net, cy@example.net]",
                mail.envelope().recipients().toString());
        assertTrue(mail.content().endsWith("\r\n\r\none\r\ntwo\r\nthree\r\n"), mail.content());
        assertFalse(mail.content().contains("cy@example.net"), mail.content());
        assertEquals(1, server.pooled());
    }

    @Test
    void aMessageKeepsTheMessageIdThatItsApplicationKnows() throws Exception {
        start();
        MimeMessage message = message("hello");
        message.saveChanges();
        String id = message.getMessageID();
        try (MailConnection connection = server.connections().getConnection()) {
            connection.send(message);
        }
        assertTrue(server.next().content().contains("\r\nMessage-ID: " + id + "\r\n"));
        assertEquals(id, message.getMessageID());
    }

    @Test
    void anExceptionTellsWhoDoesNotGetIt() throws Exception {
        start(any -> Reply.of(550, "5.7.1", "Not you"));
        try (MailConnection connection = server.connections().getConnection()) {
            MailSendException failure =
                    assertThrows(MailSendException.class, () -> connection.send(message("hello"), ANN, List.of(BOB)));
            assertEquals(List.of(BOB), failure.refused());
            assertEquals(List.of(), failure.delivered());
            assertTrue(failure.getMessage().contains("550 5.7.1 Not you"), failure.getMessage());
        }
    }

    @Test
    void whatIsBuiltWithoutJakartaMailGoesTheSameWay() throws Exception {
        start();
        try (MailConnection connection = server.connections().getConnection()) {
            connection.send(new MessageBuilder("order-1", Instant.EPOCH)
                    .from("ann@example.org")
                    .to("bob@example.net")
                    .subject("Übung")
                    .text("hello")
                    .build());
        }
        assertEquals(List.of(BOB), server.next().envelope().recipients());
    }

    /** Has mail of this domain signed from now on; what tells whether it is. */
    private DkimVerifier sign(String domain) throws IOException {
        DkimKeyPair pair = DkimKeyPair.ed25519();
        PrivateFile.write(directory.resolve("key.pem"), pair.pem());
        Path keys = Files.writeString(directory.resolve("keys"), domain + " e1 - key.pem\n");
        server.settings().setDkimKeys(keys.toString());
        return new DkimVerifier(
                ZoneResolver.of("e1._domainkey." + domain + ". IN TXT \"" + pair.record() + "\""),
                Clock.systemUTC(),
                DkimPolicy.STANDARD);
    }

    private static void assertSigned(DkimVerifier verifier, String content) throws IOException {
        DkimReport report = verifier.verify(Message.of(content.getBytes(StandardCharsets.ISO_8859_1)))
                .toCompletableFuture()
                .join();
        assertEquals(1, report.passed().size(), report::toString);
    }

    @Test
    void mailIsSignedForItsAuthorsDomainAtOnceAndBehindTheCommit() throws Exception {
        start();
        DkimVerifier verifier = sign("example.org");
        try (MailConnection connection = server.connections().getConnection()) {
            connection.send(message("at once"));
        }
        sendIn(new Branch(1), "behind the commit").commit(new Branch(1), true);
        for (String text : List.of("at once", "behind the commit")) {
            String content = server.next().content();
            assertTrue(content.endsWith(text + "\r\n"), content);
            assertSigned(verifier, content);
        }
    }

    @Test
    void whatTellsASenderOfAFailureIsSignedForTheDomainOfThisSystem() throws Exception {
        start(envelope -> envelope.reversePath() == null
                ? Reply.of(250, "2.0.0", "Taken")
                : Reply.of(550, "5.1.1", "No such user"));
        DkimVerifier verifier = sign("app.example.org");
        sendIn(new Branch(1), "hello").commit(new Branch(1), true);
        server.next();
        FakeServer.Mail notice = server.next();
        assertEquals(List.of(ANN), notice.envelope().recipients());
        assertSigned(verifier, notice.content());
    }

    @Test
    void keysThatCantBeReadAreAnErrorThatNamesTheirFile() throws Exception {
        start();
        server.settings().setDkimKeys(directory.resolve("absent").toString());
        ResourceException failure =
                assertThrows(ResourceException.class, () -> server.connections().getConnection());
        assertTrue(String.valueOf(failure.getMessage()).contains("absent"), failure::getMessage);
    }

    @Test
    void inATransactionMailLeavesBehindTheCommit() throws Exception {
        start();
        XAResource resource = sendIn(new Branch(1), "hello");
        assertEquals(0, server.mails.size());
        assertEquals(XAResource.XA_OK, resource.prepare(new Branch(1)));
        assertEquals(0, server.mails.size());
        resource.commit(new Branch(1), false);
        assertTrue(server.next().content().endsWith("hello\r\n"));
    }

    @Test
    void inATransactionOfItsOwnOnePhaseIsEnough() throws Exception {
        start();
        sendIn(new Branch(1), "hello").commit(new Branch(1), true);
        assertTrue(server.next().content().endsWith("hello\r\n"));
    }

    @Test
    void whatIsRolledBackIsNeverSent() throws Exception {
        start();
        sendIn(new Branch(1), "no").rollback(new Branch(1));
        XAResource resource = sendIn(new Branch(2), "no");
        resource.prepare(new Branch(2));
        resource.rollback(new Branch(2));
        sendIn(new Branch(3), "yes").commit(new Branch(3), true);
        assertTrue(server.next().content().endsWith("yes\r\n"));
        server.undeploy();
        assertEquals(0, server.mails.size());
    }

    @Test
    void aTransactionWithoutMailNeedsNoCommit() throws Exception {
        start();
        try (MailConnection connection = server.connections().getConnection()) {
            assertTrue(connection != null);
            XAResource resource = server.last.getXAResource();
            resource.start(new Branch(1), XAResource.TMNOFLAGS);
            resource.end(new Branch(1), XAResource.TMSUCCESS);
            assertEquals(XAResource.XA_RDONLY, resource.prepare(new Branch(1)));
        }
    }

    @Test
    void severalConnectionsTakePartInABranch() throws Exception {
        start();
        try (MailConnection one = server.connections().getConnection()) {
            XAResource first = server.last.getXAResource();
            try (MailConnection other = server.connections().getConnection()) {
                XAResource second = server.last.getXAResource();
                assertTrue(first.isSameRM(second));
                first.start(new Branch(1), XAResource.TMNOFLAGS);
                one.send(message("first"));
                first.end(new Branch(1), XAResource.TMSUSPEND);
                second.start(new Branch(1), XAResource.TMJOIN);
                other.send(message("second"));
                second.end(new Branch(1), XAResource.TMSUCCESS);
                first.start(new Branch(1), XAResource.TMRESUME);
                one.send(message("third"));
                first.end(new Branch(1), XAResource.TMSUCCESS);
                second.prepare(new Branch(1));
                first.commit(new Branch(1), false);
            }
        }
        List<String> texts = List.of(
                server.next().content(), server.next().content(), server.next().content());
        for (String text : List.of("first", "second", "third")) {
            assertTrue(texts.stream().anyMatch(content -> content.endsWith(text + "\r\n")), text);
        }
    }

    @Test
    void behindACrashRecoveryFindsWhatWasPrepared() throws Exception {
        start();
        XAResource before = sendIn(new Branch(1), "committed");
        before.prepare(new Branch(1));
        sendIn(new Branch(2), "rolled back").prepare(new Branch(2));
        sendIn(new Branch(3), "lost, as nobody was told of it");
        server.undeploy();
        try (MailConnection connection = server.connections().getConnection()) {
            assertTrue(connection != null);
            XAResource after = server.last.getXAResource();
            Xid[] found = after.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN);
            assertEquals(0, after.recover(XAResource.TMENDRSCAN).length);
            assertEquals(2, found.length);
            for (Xid each : found) {
                if (Arrays.equals(each.getBranchQualifier(), new Branch(1).getBranchQualifier())) {
                    assertEquals(4711, each.getFormatId());
                    after.commit(each, false);
                } else {
                    after.rollback(each);
                }
            }
            assertEquals(0, after.recover(XAResource.TMSTARTRSCAN).length);
            assertTrue(server.next().content().endsWith("committed\r\n"));
            assertEquals(XAException.XAER_NOTA, code(() -> after.commit(new Branch(1), false)));
            assertEquals(XAException.XAER_NOTA, code(() -> after.rollback(new Branch(3))));
            assertEquals(XAException.XAER_NOTA, code(() -> after.prepare(new Branch(3))));
            assertEquals(XAException.XAER_NOTA, code(() -> after.start(new Branch(3), XAResource.TMJOIN)));
            assertEquals(XAException.XAER_NOTA, code(() -> after.forget(new Branch(3))));
        }
        assertEquals(0, server.mails.size());
    }

    @Test
    void aTransactionOfTheConnectionAloneDoesTheSame() throws Exception {
        start();
        try (MailConnection connection = server.connections().getConnection()) {
            var local = server.last.getLocalTransaction();
            local.begin();
            connection.send(message("no"));
            local.rollback();
            local.begin();
            connection.send(message("yes"));
            assertEquals(0, server.mails.size());
            local.commit();
        }
        assertTrue(server.next().content().endsWith("yes\r\n"));
        assertEquals(0, server.mails.size());
    }

    @Test
    void whatARelayDoesNotTakeNowGoesLaterAndItsSenderIsToldOfWhatFails() throws Exception {
        int[] asked = new int[1];
        start(envelope -> {
            if (envelope.reversePath() == null) {
                return Reply.of(250, "2.0.0", "Taken");
            }
            return ++asked[0] == 1 ? Reply.of(451, "4.3.2", "Busy") : Reply.of(550, "5.1.1", "No such user");
        });
        sendIn(new Branch(1), "hello").commit(new Branch(1), true);
        server.next();
        server.next();
        FakeServer.Mail notice = server.next();
        assertNull(notice.envelope().reversePath());
        assertEquals(List.of(ANN), notice.envelope().recipients());
        assertTrue(notice.content().contains("550 5.1.1 No such user"), notice.content());
    }

    @Test
    void anApplicationSendsOnlyAsTheSettingsAllow() throws Exception {
        start();
        server.settings().setSenders("ann@example.org, *.shop.example");
        try (MailConnection connection = server.connections().getConnection()) {
            connection.send(message("mine"));
            connection.send(message("x@a.shop.example", "bob@example.net", "ours"));
            for (MimeMessage foreign : List.of(
                    message("eve@example.org", "bob@example.net", "not mine"),
                    message("ann@example.org, eve@example.org", "bob@example.net", "not mine alone"))) {
                MailSendException refused =
                        assertThrows(MailSendException.class, () -> connection.send(foreign, ANN, List.of(BOB)));
                assertTrue(
                        refused.getMessage().contains("does not allow to send as eve@example.org"),
                        refused.getMessage());
            }
            assertThrows(MailSendException.class, () -> connection.send(message("x"), null, List.of(BOB)));
        }
        assertEquals(2, server.mails.size());
    }

    @Test
    void aClosedConnectionSendsNothing() throws Exception {
        start();
        MailConnection connection = server.connections().getConnection();
        connection.close();
        connection.close();
        assertThrows(IllegalStateException.class, () -> connection.send(message("x")));
        assertEquals(1, server.pooled());
    }

    @Test
    void factoriesWithTheSameSettingsShareAJournalAndOthersDoNot() throws Exception {
        start();
        server.connections().getConnection().close();
        PosternManagedConnectionFactory same = new PosternManagedConnectionFactory();
        same.setRelay(server.settings().getRelay());
        same.setTls("none");
        same.setHello("app.example.org");
        same.setJournal(server.settings().getJournal());
        same.setRetrySeconds("1");
        assertEquals(server.settings(), same);
        assertEquals(server.settings().hashCode(), same.hashCode());
        same.createManagedConnection(null, null).destroy();
        same.setHello("other.example.org");
        Exception refused = assertThrows(Exception.class, () -> same.createManagedConnection(null, null));
        assertTrue(refused.getMessage().contains("used by a connection factory with other settings"));
        await().until(() -> server.pooled() == 1);
    }
}
