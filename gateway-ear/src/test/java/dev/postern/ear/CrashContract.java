package dev.postern.ear;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.Conversation;
import dev.postern.testkit.Postfix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What becomes of mail in the transaction of a bean when the server ends at a step of its commit, and is started again. Two connection factories take part, so that it is
 * committed in two phases; the mails are counted in the mailbox of a Postfix.
 */
interface CrashContract {
    Duration PATIENCE = Duration.ofMinutes(3);

    /** The connection factories. */
    List<String> FACTORIES = List.of("first", "second");

    /** Has the server run, if it has ended; with the transactions that it has left. */
    void start() throws IOException;

    /** Waits until it has ended by itself. */
    void awaitEnd() throws IOException;

    /** The port of the bean's listener. */
    int port();

    Postfix relay();

    /** Where each connection factory has its journal, in a directory of its name. */
    Path directory();

    /** Whether the server's transaction manager still has a transaction on its mind. */
    boolean hasOpenTransactions() throws IOException;

    /** What listener and factories are told by the environment. */
    static Map<String, String> environment(int port, Postfix relay, Path directory) {
        Map<String, String> environment = new HashMap<>();
        environment.put("POSTERN_CRASH_LISTEN_PORT", String.valueOf(port));
        for (String factory : FACTORIES) {
            String prefix = "POSTERN_" + factory.toUpperCase(Locale.ROOT) + "_";
            environment.put(prefix + "RELAY", "127.0.0.1:" + relay.port());
            environment.put(prefix + "TLS", "none");
            environment.put(prefix + "JOURNAL", directory.resolve(factory).toString());
        }
        return environment;
    }

    /** The option of a JVM that has it end at the step. */
    static String agent() {
        Path byteman = Path.of("target/servers/byteman.jar").toAbsolutePath();
        Path script = Path.of("target/test-classes/crash/commit.btm").toAbsolutePath();
        return "-javaagent:" + byteman + "=boot:" + byteman + ",script:" + script;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"preparing, 0", "prepared, 0", "committing, 1", "committed, 1", "answering, 1"})
    default void aTransactionIsWholeThoughTheServerEndsAtThisStep(String step, int left) throws Exception {
        start();
        try (Conversation client = GatewayContract.greeted(port())) {
            client.sendMail("ann@example.org", step + "@example.net", GatewayContract.MAIL);
            assertEquals("", lastWords(client));
        }
        awaitEnd();

        start();
        await().atMost(PATIENCE).until(() -> !hasOpenTransactions() && !hasOpenBranches());
        for (String factory : FACTORIES) {
            int mails = mails(factory, step, left);
            // one that was on the wire when the server ended is sent again, as the reply to it is lost
            assertTrue(mails >= left && mails <= 2 * left, mails + " mails of " + factory);
        }

        // the client has no 250, and sends again: a mail that left is there twice, and none is lost
        try (Conversation client = GatewayContract.greeted(port())) {
            // no transaction begins before the server has recovered
            client.socket().setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            GatewayContract.acceptedId(client, "again-" + step + "@example.net");
        }
        assertEquals(List.of(1, 1), List.of(mails("first", "again-" + step, 1), mails("second", "again-" + step, 1)));
    }

    private static String lastWords(Conversation client) {
        try {
            return client.reply();
        } catch (IOException e) { // the connection went down with the server
            return "";
        }
    }

    /** How many mails of a factory have come, when so many have; and all of them once those behind them have. */
    private int mails(String factory, String step, int expected) throws IOException {
        String subject = "\nSubject: " + factory + " " + step + "\n";
        await().atMost(PATIENCE).until(() -> count(subject) >= expected);
        return Math.toIntExact(count(subject));
    }

    private long count(String subject) throws IOException {
        return relay().mailbox("bob@example.net").mails().stream()
                .filter(mail -> new String(mail, StandardCharsets.US_ASCII).contains(subject))
                .count();
    }

    private boolean hasOpenBranches() throws IOException {
        for (String factory : FACTORIES) {
            try (Stream<Path> branches = Files.list(directory().resolve(factory).resolve("prepared"))) {
                if (branches.findAny().isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }
}
