package dev.postern.gateway;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.gateway.route.RoutesFile;
import dev.postern.jca.InboundMail;
import dev.postern.jca.MailRejectedException;
import dev.postern.jca.MailSendException;
import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.RecipientVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class MailRouterTest {
    private static final Client CLIENT = new Client(Client.LOCAL, "client.example.org", true, null, null);

    private final List<String> log = new ArrayList<>();
    private final GatewayBean bean = new GatewayBean();
    private final Recorder recorder = new Recorder();
    private @Nullable MailRouter router;

    @TempDir
    Path directory;

    private Path file;

    /** In place of Kafka. */
    private final class Recorder extends MailPublisher {
        @Override
        public String topic() {
            return "mail-in";
        }

        @Override
        public void open() {
            log.add("open");
        }

        @Override
        public void publish(InboundMail mail, String topic, List<Address> recipients) {
            log.add(topic + " " + recipients);
        }
    }

    @BeforeEach
    void names() {
        file = directory.resolve("routes");
    }

    @AfterEach
    void stop() {
        CurrentRouter.set(null);
        if (router != null) {
            router.close();
        }
        recorder.close();
        System.clearProperty("postern.routes.file");
        System.clearProperty("postern.routes.fiel");
    }

    private void startWith(String... lines) throws IOException {
        Files.write(file, List.of(lines));
        System.setProperty("postern.routes.file", file.toString());
        start();
    }

    private MailRouter start() {
        router = MailRouter.start(recorder);
        CurrentRouter.set(router);
        return router;
    }

    private static String verified(String recipient) {
        RecipientVerifier.Answer answer = new RoutedRecipients()
                .verify(CLIENT, Address.parse(recipient))
                .toCompletableFuture()
                .join();
        return answer.code() + " " + answer.enhancedCode() + " " + answer.text();
    }

    @Test
    void withoutAFileAllMailGoesToTheTopic() {
        start();
        assertEquals("250 2.1.5 Recipient fine", verified("anyone@example.org"));
        bean.onMail(new FakeMail(log, "bob@example.org", "ann@example.net"));
        assertEquals(List.of("open", "mail-in [bob@example.org, ann@example.net]"), log);
    }

    @Test
    void eachTargetGetsItsRecipients() throws IOException {
        startWith(
                "bob@example.org  lmtp:/run/lmtp, topic:archive",
                "sink@example.org discard",
                "full@example.org reject:452 4.2.2 Mailbox full",
                "*@example.org    topic:in");
        bean.onMail(new FakeMail(log, "ann@example.org", "bob@example.org", "sink@example.org"));
        assertEquals(
                List.of(
                        "open",
                        "lmtp:/run/lmtp [bob@example.org]",
                        "in [ann@example.org]",
                        "archive [bob@example.org]"),
                log);
        assertEquals("250 2.1.5 Recipient fine", verified("bob@example.org"));
        assertEquals("452 4.2.2 Mailbox full", verified("full@example.org"));
        assertEquals("550 5.1.1 No such recipient here", verified("bob@example.net"));
    }

    @Test
    void aTableWithoutTopicsNeedsNoBroker() throws IOException {
        startWith("* discard");
        bean.onMail(new FakeMail(log, "bob@example.org"));
        assertEquals(List.of(), log);
    }

    @Test
    void whatOneDoesNotTakeGoesToNoOther() throws IOException {
        startWith("bob@example.org relay:mail.example.org, topic:archive");
        FakeMail mail = new FakeMail(log, "bob@example.org");
        mail.failures.put(
                "relay:mail.example.org:25",
                new MailSendException("down", List.of(), List.of(Address.parse("bob@example.org")), List.of(), null));
        MailRejectedException answer = assertThrows(MailRejectedException.class, () -> bean.onMail(mail));
        assertEquals("451 4.3.0", answer.code() + " " + answer.enhancedCode());
        assertEquals(List.of("open", "relay:mail.example.org:25 [bob@example.org]"), log);
    }

    private FakeMail halfTaken(String content) {
        FakeMail mail = new FakeMail(log, "ann@example.org", "bob@example.org");
        mail.content = content;
        mail.failures.put(
                "lmtp:/run/lmtp",
                new MailSendException(
                        "over quota",
                        List.of(Address.parse("ann@example.org")),
                        List.of(Address.parse("bob@example.org")),
                        List.of(),
                        new MailRejectedException(452, "4.2.2", "Not delivered now")));
        return mail;
    }

    private int answer(FakeMail mail) {
        try {
            bean.onMail(mail);
            return 250;
        } catch (MailRejectedException e) {
            return e.code();
        }
    }

    @Test
    void whoHasAMailDoesNotGetItAgainWhenItsClientSendsItAgain() throws IOException {
        startWith("example.org lmtp:/run/lmtp, topic:copies");
        assertEquals(452, answer(halfTaken("Message-ID: <1@example.org>\r\n\r\nHello\r\n")));
        FakeMail again = new FakeMail(log, "ann@example.org", "bob@example.org");
        again.content = "Message-ID: <1@example.org>\r\nReceived: another time\r\n\r\nHello\r\n";
        assertEquals(250, answer(again));
        assertEquals(250, answer(again)); // done: from now on it is another mail
        assertEquals(
                List.of(
                        "open",
                        "lmtp:/run/lmtp [ann@example.org, bob@example.org]",
                        "lmtp:/run/lmtp [bob@example.org]",
                        "copies [ann@example.org, bob@example.org]",
                        "lmtp:/run/lmtp [ann@example.org, bob@example.org]",
                        "copies [ann@example.org, bob@example.org]"),
                log);
    }

    @Test
    void whatIsDoneAddsUpFromAttemptToAttempt() throws IOException {
        startWith("example.org lmtp:/run/lmtp, relay:mail.example.net");
        FakeMail mail = halfTaken("Message-ID: <1@example.org>\r\n\r\nHello\r\n");
        assertEquals(452, answer(mail));
        assertEquals(452, answer(mail));
        mail.failures.clear();
        mail.failures.put("relay:mail.example.net:25", new MailSendException("down", null));
        assertEquals(451, answer(mail));
        mail.failures.clear();
        assertEquals(250, answer(mail));
        assertEquals(
                List.of(
                        "lmtp:/run/lmtp [ann@example.org, bob@example.org]",
                        "lmtp:/run/lmtp [bob@example.org]",
                        "lmtp:/run/lmtp [bob@example.org]",
                        "relay:mail.example.net:25 [ann@example.org, bob@example.org]",
                        "relay:mail.example.net:25 [ann@example.org, bob@example.org]"),
                log);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Message-ID: <2@example.org>\r\n\r\nHello\r\n",
                "Message-ID: <1@example.org>\r\n\r\nHello!\r\n",
                "Subject: x\r\n\r\nHello\r\n"
            })
    void anotherMailGoesToAll(String content) throws IOException {
        startWith("example.org lmtp:/run/lmtp");
        answer(halfTaken("Message-ID: <1@example.org>\r\n\r\nHello\r\n"));
        FakeMail other = new FakeMail(log, "ann@example.org", "bob@example.org");
        other.content = content;
        assertEquals(250, answer(other));
        assertEquals("lmtp:/run/lmtp [ann@example.org, bob@example.org]", log.get(1));
    }

    @Test
    void mailsWithoutAMessageIdAreNeverTheSame() throws IOException {
        startWith("example.org lmtp:/run/lmtp");
        FakeMail mail = halfTaken("Subject: alert\r\n\r\nHello\r\n");
        answer(mail);
        answer(mail);
        assertEquals("lmtp:/run/lmtp [ann@example.org, bob@example.org]", log.get(1));
    }

    @Test
    void aRecipientThatIsGoneSinceRcptStopsTheMail() throws IOException {
        startWith("bob@example.org topic:in");
        MailRejectedException answer = assertThrows(
                MailRejectedException.class,
                () -> bean.onMail(new FakeMail(log, "bob@example.org", "ann@example.org")));
        assertEquals("550 5.1.1", answer.code() + " " + answer.enhancedCode());
        assertEquals(List.of("open"), log);
    }

    @Test
    void aChangedFileIsInForceWithoutARestart() throws IOException {
        startWith("bob@example.org discard");
        Files.write(file, List.of("ann@example.org topic:ann"));
        await().until(() -> verified("ann@example.org").startsWith("250 "));
        assertTrue(verified("bob@example.org").startsWith("550 "));
        assertEquals(List.of("open"), log);
    }

    @Test
    void aFileThatIsWrongChangesNothing() throws IOException {
        MailRouter router = start();
        RoutesFile changed = new RoutesFile(Files.write(file, List.of("ann@example.org no-such-thing")));
        router.look(changed); // sees that it is another one,
        router.look(changed); // and that it stays
        assertTrue(verified("bob@example.org").startsWith("250 "));
        Files.write(file, List.of("ann@example.org discard"));
        router.look(changed);
        router.look(changed);
        assertTrue(verified("bob@example.org").startsWith("550 "));
    }

    @Test
    void aWrongFileKeepsTheGatewayFromStarting() {
        String message = assertThrows(IllegalArgumentException.class, () -> startWith("bob@example.org no-such-thing"))
                .getMessage();
        assertTrue(message.startsWith("postern.routes.file: " + file + " line 1: no-such-thing is none of "), message);
    }

    @Test
    void aSettingThatIsNoneIsRefused() {
        System.setProperty("postern.routes.fiel", "x");
        String message =
                assertThrows(IllegalArgumentException.class, this::start).getMessage();
        assertEquals(
                "postern.routes.fiel: there is no such setting; the file with the routing table is postern.routes.file",
                message);
    }

    @Test
    void beforeTheGatewayStartsTheMailItselfIsAnswered() {
        assertTrue(verified("bob@example.org").startsWith("250 "));
        assertEquals(
                451,
                assertThrows(MailRejectedException.class, () -> bean.onMail(new FakeMail(log, "bob@example.org")))
                        .code());
    }
}
