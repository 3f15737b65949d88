package dev.postern.ear;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.Conversation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What becomes of mail in the transaction of a bean when the server ends at a step of its commit, and is started again. Two connection factories take part, so that it is
 * committed in two phases; the mails are counted in the mailbox of a Postfix.
 */
interface CrashContract {
    Duration PATIENCE = Duration.ofMinutes(3);

    CrashBed bed();

    /** Has the server run, if it has ended; with the transactions that it has left. */
    void start() throws IOException;

    /** Waits until it has ended by itself. */
    void awaitEnd() throws IOException;

    /** Whether the server's transaction manager still has a transaction on its mind. */
    boolean hasOpenTransactions() throws IOException;

    @ParameterizedTest(name = "{0}")
    @CsvSource({"preparing, 0", "prepared, 0", "committing, 1", "committed, 1", "answering, 1"})
    default void aTransactionIsWholeThoughTheServerEndsAtThisStep(String step, int left) throws Exception {
        start();
        try (Conversation client = GatewayContract.greeted(bed().port())) {
            client.sendMail("ann@example.org", step + "@example.net", GatewayContract.MAIL);
            assertEquals("", lastWords(client));
        }
        awaitEnd();

        start();
        await().atMost(PATIENCE).until(() -> !hasOpenTransactions() && !hasOpenBranches());
        for (String factory : CrashBed.FACTORIES) {
            int mails = mails(factory, step, left);
            // one that was on the wire when the server ended is sent again, as the reply to it is lost
            assertTrue(mails >= left && mails <= 2 * left, mails + " mails of " + factory);
        }

        // the client has no 250, and sends again: a mail that left is there twice, and none is lost
        try (Conversation client = GatewayContract.greeted(bed().port())) {
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
        return bed().relay().mailbox("bob@example.net").mails().stream()
                .filter(mail -> new String(mail, StandardCharsets.US_ASCII).contains(subject))
                .count();
    }

    private boolean hasOpenBranches() throws IOException {
        for (String factory : CrashBed.FACTORIES) {
            try (Stream<Path> branches =
                    Files.list(bed().directory().resolve(factory).resolve("prepared"))) {
                if (branches.findAny().isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }
}
