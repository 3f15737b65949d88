package dev.postern.kafka.source.pop3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.kafka.source.mailbox.MailboxAttributes;
import dev.postern.kafka.source.mailbox.TaskDriver;
import dev.postern.kafka.source.mailbox.TokenServer;
import dev.postern.testkit.CuttingProxy;
import dev.postern.testkit.Dovecot;
import dev.postern.testkit.RequiresPeer;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.ScriptedPeer;
import dev.postern.testkit.TlsFixture;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mailboxes of a real Dovecot, and of servers that know less. */
@Timeout(120)
@RequiresPeer({"dovecot"})
class Pop3ModeTest {
    private static final AtomicInteger USERS = new AtomicInteger();

    /** So Dovecot logs that a user is in. */
    private static final String LOGIN = "pop3-login: Info: Login: user=<";

    private static Dovecot dovecot;
    private static TokenServer tokens;

    @BeforeAll
    static void start() throws IOException {
        tokens = TokenServer.start("tokens@example.net");
        Dovecot.Builder builder = Dovecot.builder()
                .tls(TlsFixture.get())
                .tokens(tokens.introspection())
                .user("tokens@example.net", "secret");
        IntStream.range(0, 16).forEach(i -> builder.user("user" + i + "@example.net", "secret"));
        dovecot = builder.start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (dovecot != null) {
            dovecot.close();
        }
        tokens.close();
    }

    private static String user() throws IOException {
        String user = "user" + USERS.getAndIncrement() + "@example.net";
        inbox(user);
        return user;
    }

    private static String inbox(String user) throws IOException {
        return dovecot.imap("a LOGIN " + user + " secret\r\nb SELECT INBOX\r\nc FETCH 1:* (FLAGS)\r\nd LOGOUT\r\n");
    }

    private static void deliver(String user, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            dovecot.deliver(user, "INBOX", ("Subject: number " + i + "\n\n.Hi " + i + "\n").getBytes(UTF_8));
        }
    }

    private static Map<String, String> settings(String user, int port) {
        return new HashMap<>(Map.of(
                "mail.mode", "pop3",
                "pop3.host", "localhost",
                "pop3.port", String.valueOf(port),
                "pop3.tls", "none",
                "pop3.username", user,
                "pop3.password", "secret",
                "pop3.poll.ms", "100",
                "pop3.retry.first.ms", "5",
                "pop3.retry.max.ms", "50",
                "pop3.task.accounts", "default"));
    }

    private static List<Integer> numbers(List<SourceRecord> records) {
        return records.stream()
                .map(record -> new String((byte[]) record.value(), UTF_8))
                .map(value -> Integer.valueOf(value.substring(16, value.indexOf('\r'))))
                .toList();
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    @Test
    @Rfc({"1939#5", "1939#7", "2449#5"})
    void eachMailIsReadOnceAndLeftOnTheServer() throws Exception {
        String user = user();
        deliver(user, 0, 5);
        try (TaskDriver task = new TaskDriver(settings(user, dovecot.pop3Port())).start()) {
            List<SourceRecord> records = task.poll(5);
            assertEquals(range(0, 5), numbers(records));
            assertEquals(
                    "Subject: number 2\r\n\r\n.Hi 2\r\n",
                    new String((byte[]) records.get(2).value(), UTF_8));
            task.acknowledge(records.subList(0, 3));
            task.stop();
            deliver(user, 5, 6);
            task.start();
            assertEquals(range(3, 6), numbers(task.take(3)));
            assertEquals(List.of(), task.pollFor(Duration.ofMillis(400)));
        }
        assertTrue(inbox(user).contains("* 6 EXISTS"));
    }

    @Test
    @Rfc("1939#6")
    void aMailIsDeletedWhenTheBrokerHasItAndItsOffsetGoesWithIt() throws Exception {
        String user = user();
        deliver(user, 0, 4);
        try (TaskDriver task = new TaskDriver(settings(user, dovecot.pop3Port()))
                .set("pop3.after", "delete")
                .set("pop3.gone.topic", "gone")
                .start()) {
            List<SourceRecord> records = task.poll(4);
            assertTrue(inbox(user).contains("* 4 EXISTS"));
            task.acknowledge(records.subList(0, 2));
            task.task().commitRecord(records.get(2), null); // dropped by a transformation
            List<SourceRecord> gone = task.take(2);
            for (SourceRecord record : gone) {
                assertEquals("gone", record.topic());
                assertNull(record.value());
                assertNull(record.sourceOffset());
                assertTrue(records.subList(0, 2).stream()
                        .anyMatch(mail -> mail.sourcePartition().equals(record.sourcePartition())));
            }
            await().untilAsserted(() -> assertTrue(inbox(user).contains("* 2 EXISTS"), inbox(user)));
        }
    }

    @ParameterizedTest
    @CsvSource({"delete, '', none, 0", "delete, filter, none, 3", "delete, '', all, 3", "leave, '', none, 3"})
    void whatTheTaskBeforeWasNotToDeleteAnyMoreIsDeletedUnlessItMayHaveBeenDropped(
            String after, String transforms, String tolerance, int left) throws Exception {
        String user = user();
        deliver(user, 0, 3);
        try (TaskDriver task = new TaskDriver(settings(user, dovecot.pop3Port()))
                .set("pop3.after", after)
                .set("transforms", transforms)
                .set("errors.tolerance", tolerance)
                .start()) {
            for (SourceRecord record : task.poll(3)) { // Connect stores their offsets, and the task hears of nothing
                task.offsets().put(record.sourcePartition(), record.sourceOffset());
            }
            task.stop();
            assertTrue(inbox(user).contains("* 3 EXISTS"), inbox(user));
            deliver(user, 3, 4);
            List<SourceRecord> more = task.set("pop3.after", "delete").start().take(1);
            assertEquals(List.of(3), numbers(more));
            assertEquals(List.of(), task.pollFor(Duration.ofMillis(300)));
            await().untilAsserted(() -> assertTrue(inbox(user).contains("* " + left + " EXISTS"), inbox(user)));
        }
    }

    /** Lists two mails and gives the second; of the first it says what is given here, and breaks off where that is nothing. */
    private static ScriptedPeer.Script givingTheSecond(String whole, String header, AtomicInteger visits) {
        return connection -> {
            authenticating("PLAIN", ".+").play(connection);
            connection.say("+OK in");
            String said = connection.expect("STAT|CAPA");
            while (!said.equals("QUIT")) {
                String answer = switch (said) {
                    case "STAT" -> "+OK 2 80";
                    case "LIST" -> "+OK\r\n1 40\r\n2 40\r\n.";
                    case "UIDL" -> "+OK\r\n1 a\r\n2 b\r\n.";
                    case "RETR 1" -> whole;
                    case "TOP 1 0" -> header;
                    case "RETR 2" -> "+OK\r\nSubject: number 2\r\n\r\nHi\r\n.";
                    default -> said.startsWith("NOOP") ? "+OK" : "-ERR what";
                };
                if (answer.isEmpty()) {
                    return;
                }
                connection.say(answer);
                said = connection.expect(".*");
            }
            connection.say("+OK");
            visits.incrementAndGet();
        };
    }

    @Test
    void aMailThatTheServerListsAndDoesNotGiveHoldsUpNoneBehindIt() throws Exception {
        AtomicInteger visits = new AtomicInteger();
        ScriptedPeer.Script script = givingTheSecond("-ERR it is gone", "-ERR it is gone", visits);
        try (ScriptedPeer peer = ScriptedPeer.playing(script, script);
                TaskDriver task = new TaskDriver(settings("bob", peer.port())).start()) {
            assertEquals(List.of(2), numbers(task.take(1)));
            await().until(() -> visits.get() == 2);
            assertEquals(List.of(), task.pollFor(Duration.ofMillis(50)));
            task.stop();
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 5", "false, 10"})
    void aMailAtWhichVisitsBreakHoldsUpNoneBehindItForLong(boolean givesHeader, int breaks) throws Exception {
        AtomicInteger visits = new AtomicInteger();
        String header = givesHeader ? "+OK\r\nSubject: number 1\r\n\r\n." : "";
        ScriptedPeer.Script[] scripts = new ScriptedPeer.Script[breaks + 1];
        Arrays.fill(scripts, givingTheSecond("", header, visits));
        try (ScriptedPeer peer = ScriptedPeer.playing(scripts);
                TaskDriver task = new TaskDriver(settings("bob", peer.port()))
                        .set("pop3.after", "delete")
                        .start()) {
            List<SourceRecord> records = task.take(givesHeader ? 2 : 1);
            assertEquals(givesHeader ? List.of(1, 2) : List.of(2), numbers(records));
            assertEquals(givesHeader ? "headers" : "all", TaskDriver.header(records.get(0), MailboxAttributes.CONTENT));
            await().until(() -> visits.get() == 1);
            task.stop();
        }
    }

    private static TaskDriver secured(String protection, String user) {
        int port = protection.equals("implicit") ? dovecot.pop3sPort() : dovecot.pop3Port();
        return new TaskDriver(settings(user, port))
                .set("pop3.tls", protection)
                .set("pop3.truststore.location", TlsFixture.get().truststore().toString())
                .set("pop3.truststore.password", new String(TlsFixture.get().password()));
    }

    @ParameterizedTest
    @CsvSource({"implicit,", "starttls,", "implicit,SCRAM-SHA-256", "starttls,LOGIN", "starttls,CRAM-MD5"})
    @Rfc({"2595#4", "5034#4"})
    void mailIsReadInTls(String protection, String mechanism) throws Exception {
        String user = user();
        deliver(user, 0, 1);
        try (TaskDriver task = secured(protection, user)
                .set("pop3.auth.mechanisms", mechanism == null ? "" : mechanism)
                .start()) {
            assertEquals(List.of(0), numbers(task.take(1)));
            assertTrue(dovecot.log().contains(LOGIN + user + ">"), dovecot.log());
        }
    }

    @Test
    void aCertificateThatIsNotTrustedEndsItBeforeThePassword() throws Exception {
        String user = user();
        deliver(user, 0, 1);
        try (TaskDriver task = secured("starttls", user)
                .set(
                        "pop3.truststore.location",
                        TlsFixture.forHost("localhost").truststore().toString())
                .start()) {
            assertEquals(List.of(), task.pollFor(Duration.ofMillis(700)));
        }
        assertFalse(dovecot.log().contains(LOGIN + user + ">"), dovecot.log());
    }

    @ParameterizedTest
    @ValueSource(strings = {"XOAUTH2", "OAUTHBEARER"})
    @Rfc({"5034#4", "7628#3.1"})
    void aTokenThatHasExpiredIsReplacedByAnother(String mechanism) throws Exception {
        String user = "tokens@example.net";
        dovecot.imap("a LOGIN " + user
                + " secret\r\nb SELECT INBOX\r\nc STORE 1:* +FLAGS (\\Deleted)\r\nd EXPUNGE\r\ne LOGOUT\r\n");
        deliver(user, 7, 8);
        try (TaskDriver task = tokens.allow(secured("implicit", user), "pop3.")
                .set("pop3.auth.mechanisms", mechanism)
                .start()) {
            assertEquals(List.of(7), numbers(task.take(1)));
            assertEquals(List.of(), task.pollFor(Duration.ofMillis(1_100))); // longer than the token is good for
            int valid = tokens.revoke();
            await().until(() -> tokens.granted() >= valid); // a visit may have begun by an older one
            deliver(user, 8, 9);
            assertEquals(List.of(8), numbers(task.take(1)));
        }
    }

    /** Says by a mechanism what the client is to say when it is asked. */
    private static ScriptedPeer.Script authenticating(String mechanism, String... said) {
        return connection -> {
            connection.say("+OK ready");
            connection.expect("CAPA");
            connection.say("+OK\r\nSASL " + mechanism + "\r\n.");
            connection.expect("AUTH " + mechanism);
            for (String expected : said) {
                connection.say("+ ");
                connection.expect(expected);
            }
        };
    }

    @Test
    @Rfc("5034#4b")
    void whatIsSaidFirstWaitsForTheServersChallenge() throws Exception {
        String plain = Base64.getEncoder().encodeToString("\0bob\0secret".getBytes(UTF_8));
        AtomicBoolean left = new AtomicBoolean();
        try (ScriptedPeer peer = ScriptedPeer.playing(connection -> {
                    authenticating("PLAIN", Pattern.quote(plain)).play(connection);
                    connection.say("+OK in");
                    answerAll(connection);
                    left.set(true);
                });
                TaskDriver task = new TaskDriver(settings("bob", peer.port()))
                        .set("pop3.poll.ms", "60000")
                        .start()) {
            assertEquals(List.of(1), numbers(task.take(1)));
            await().untilTrue(left);
            task.stop();
        }
    }

    @Test
    void aServerThatIsBusyIsAskedAgainAndOneThatRefusesIsNot() throws Exception {
        ScriptedPeer.Script busy = connection -> {
            authenticating("PLAIN", ".+").play(connection);
            connection.say("-ERR [IN-USE] somebody reads it");
        };
        ScriptedPeer.Script refusing = connection -> {
            authenticating("PLAIN", ".+").play(connection);
            connection.say("-ERR [AUTH] no");
        };
        try (ScriptedPeer peer = ScriptedPeer.playing(busy, busy, busy, refusing);
                TaskDriver task = new TaskDriver(settings("bob", peer.port())).start()) {
            ConnectException failure = assertThrows(ConnectException.class, () -> task.poll(1));
            assertTrue(failure.getMessage().contains("PLAIN is refused: [AUTH] no"), failure.getMessage());
        }
    }

    @Test
    void whereMechanismsAreNamedThePasswordIsShownInNoOtherWay() throws Exception {
        ScriptedPeer.Script old = connection -> {
            connection.say("+OK ready");
            connection.expect("CAPA");
            connection.say("-ERR what");
        };
        try (ScriptedPeer peer = ScriptedPeer.playing(old, old);
                TaskDriver task = new TaskDriver(settings("bob", peer.port()))
                        .set("pop3.auth.mechanisms", "SCRAM-SHA-256")
                        .start()) {
            ConnectException failure = assertThrows(ConnectException.class, () -> task.poll(1));
            assertTrue(failure.getMessage().contains("no login that we can and may use"), failure.getMessage());
        }
    }

    @Test
    void connectionsThatAreCutAnywhereLoseNothingAndRepeatNothing() throws Exception {
        String user = user();
        deliver(user, 0, 30);
        try (CuttingProxy proxy = CuttingProxy.before(dovecot.pop3Port());
                TaskDriver task = new TaskDriver(settings(user, proxy.port()))) {
            for (long cut = 1; cut < 3_500; cut += 250) {
                proxy.cutNextBehind(cut);
            }
            task.start();
            List<SourceRecord> records = new ArrayList<>(task.take(30));
            records.addAll(task.pollFor(Duration.ofMillis(300)));
            assertEquals(range(0, 30), numbers(records));
            assertTrue(proxy.connections() > 10, "cuts: " + proxy.connections());
        }
    }

    @Test
    void aPasswordThatIsRefusedFailsTheTaskAndIsNotTold() throws Exception {
        try (TaskDriver task = new TaskDriver(settings(user(), dovecot.pop3Port()))
                .set("pop3.password", "guess4me")
                .start()) {
            ConnectException failure = assertThrows(ConnectException.class, () -> task.poll(1));
            assertTrue(failure.getMessage().contains("can't be read"), failure.getMessage());
            assertTrue(!failure.getMessage().contains("guess4me"), failure.getMessage());
        }
    }

    @Test
    void ofMailThatIsTooLargeTheRecordHasTheHeaderAndTheMailStays() throws Exception {
        String user = user();
        dovecot.deliver(user, "INBOX", ("Subject: number 0\n\n" + "0123456789".repeat(30_000)).getBytes(UTF_8));
        try (TaskDriver task = new TaskDriver(settings(user, dovecot.pop3Port()))
                .set("message.size.max", "100000")
                .set("pop3.after", "delete")
                .start()) {
            SourceRecord record = task.take(1).get(0);
            assertEquals("headers", TaskDriver.header(record, MailboxAttributes.CONTENT));
            assertEquals(List.of(), task.pollFor(Duration.ofMillis(400)));
        }
        assertTrue(inbox(user).contains("* 1 EXISTS"));
    }

    /** A server of the oldest kind: no CAPA, no UIDL. */
    private static void playOld(ScriptedPeer.Connection connection) throws IOException {
        connection.say("+OK old");
        connection.expect("CAPA");
        connection.say("-ERR what");
        connection.expect("USER bob");
        connection.say("+OK");
        connection.expect("PASS secret");
        connection.say("+OK");
        answerAll(connection);
    }

    /** Answers what is asked of a mailbox with one mail, until the client takes leave. */
    static void answerAll(ScriptedPeer.Connection connection) throws IOException {
        String said = connection.expect("STAT|CAPA");
        while (!said.equals("QUIT")) {
            String answer = said.startsWith("RETR 1") || said.startsWith("TOP 1")
                    ? "+OK\r\nSubject: number 1\r\n\r\n" + (said.startsWith("TOP") ? "" : "Hi\r\n{99999999999}\r\n")
                            + "."
                    : said.equals("STAT")
                            ? "+OK 1 40"
                            : said.equals("LIST") ? "+OK\r\n1 40\r\n." : said.startsWith("NOOP") ? "+OK" : "-ERR what";
            connection.say(answer);
            said = connection.expect(".*");
        }
        connection.say("+OK");
    }

    @Test
    void aServerWithoutNamesForMailIsKnownByDigests() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.playing(Pop3ModeTest::playOld, Pop3ModeTest::playOld);
                TaskDriver task = new TaskDriver(settings("bob", peer.port()))
                        .set("pop3.poll.ms", "100")
                        .start()) {
            List<SourceRecord> records = task.take(1);
            assertEquals(List.of(1), numbers(records));
            assertTrue(TaskDriver.header(records.get(0), MailboxAttributes.UID).startsWith("digest:"));
            assertEquals(List.of(), task.pollFor(Duration.ofMillis(400)));
            task.stop();
        }
    }
}
