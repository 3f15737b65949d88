package dev.postern.ear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.testkit.Conversation;
import jakarta.transaction.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client is told, on every application server, for what becomes of its mail in a user's bean; seen on the wire. */
interface BeanContract {
    private static Conversation client() throws IOException {
        return GatewayContract.greeted(Surroundings.port(Surroundings.TROUBLE_PORT));
    }

    private static void expect(String trouble, String answer) throws IOException {
        try (Conversation client = client()) {
            client.sendMail("ann@example.org", trouble + "@example.net", GatewayContract.MAIL)
                    .expect(answer);
        }
    }

    private static void expect(String trouble, String answer, int status) throws IOException {
        expect(trouble, answer);
        expect("tells-the-last-status", "550 5.0.0 status " + status);
    }

    private static void expectCommit(String work) throws IOException {
        try (Conversation client = client()) {
            GatewayContract.acceptedId(client, work + "@example.net");
        }
        expect("tells-the-last-status", "550 5.0.0 status " + Status.STATUS_COMMITTED);
    }

    @Test
    default void aBeanThatSucceedsCommitsAndIsAnswered250() throws IOException {
        expectCommit("succeeds");
    }

    @Test
    default void aBeanThatThrowsRollsBackAndIsAnswered451() throws IOException {
        expect("throws", "451 4.3.0 ", Status.STATUS_ROLLEDBACK);
    }

    @Test
    default void anApplicationExceptionRollsBackToo() throws IOException {
        expect("throws-an-application-exception", "451 4.3.0 ", Status.STATUS_ROLLEDBACK);
    }

    @Test
    default void aBeanThatMarksItsTransactionForRollbackIsAnswered451() throws IOException {
        expect("marks-for-rollback", "451 4.3.0 ", Status.STATUS_ROLLEDBACK);
    }

    @Test
    default void aTransactionThatFailsAtCommitIsAnswered451() throws IOException {
        expect("fails-at-commit", "451 4.3.0 ", Status.STATUS_ROLLEDBACK);
    }

    @Test
    default void twoDatabasesCommitWithTheMail() throws IOException {
        expectCommit("has-two-databases");
    }

    @Test
    default void aDatabaseThatFailsAtCommitLeavesTheMailWithTheClient() throws IOException {
        expect("has-a-database-that-fails-at-commit", "451 4.3.0 ", Status.STATUS_ROLLEDBACK);
    }

    @Test
    default void theSecondOfTwoDatabasesFailsAtPrepareAndTheMailIsAnswered451() throws IOException {
        expect("has-a-second-database-that-fails-at-prepare", "451 4.3.0 ", Status.STATUS_ROLLEDBACK);
    }

    /** No status is asked for where the container has no transaction. */
    @ParameterizedTest
    @CsvSource({
        "commits@own.example.net, 250 2.0.0",
        "rolls-back@own.example.net, 250 2.0.0",
        "throws@own.example.net, 451 4.3.0",
        "commits-and-throws@own.example.net, 451 4.3.0",
        "refuses@own.example.net, 550 5.1.1",
        "succeeds@none.example.net, 250 2.0.0",
        "throws@none.example.net, 451 4.3.0",
        "throws-an-application-exception@none.example.net, 451 4.3.0",
        "refuses@none.example.net, 550 5.1.1"
    })
    default void withoutATransactionOfTheContainerTheBeansReturnDecides(String recipient, String answer)
            throws IOException {
        try (Conversation client = GatewayContract.greeted(Surroundings.port(Surroundings.SHARED_PORT))) {
            GatewayContract.acceptedId(client, "awake@" + recipient.substring(recipient.indexOf('@') + 1));
            client.sendMail("ann@example.org", recipient, GatewayContract.MAIL).expect(answer);
        }
    }

    @Test
    default void aRefusalIsPassedOn() throws IOException {
        expect("refuses", "550 5.1.1 No such ticket");
    }

    @Test
    default void aVerifierOfTheApplicationIsAsked() throws IOException {
        try (Conversation client = client()) {
            client.say("MAIL FROM:<ann@example.org>", "250 ");
            client.say("RCPT TO:<nobody@example.net>", "550 5.1.1 ");
            client.say("RCPT TO:<somebody@example.net>", "250 ");
        }
    }

    @Test
    default void theDeadlineAnswers451AndTheLateTransactionRollsBack() throws IOException {
        try (Conversation client = client()) {
            client.sendMail("ann@example.org", "is-slow@example.net", GatewayContract.MAIL)
                    .expect("451 4.3.2 Not stored before the deadline");
            String status = "550 5.0.0 status -1";
            while (status.equals("550 5.0.0 status -1")) { // the bean is still at it
                status = client.sendMail("ann@example.org", "tells-the-last-status@example.net", GatewayContract.MAIL)
                        .reply();
            }
            assertEquals("550 5.0.0 status " + Status.STATUS_ROLLEDBACK, status);
        }
    }

    @Test
    default void aBeanThatFailsBehindTheAcknowledgementLeavesARecordThatItsIdTells() throws IOException {
        try (Conversation gateway = GatewayContract.gateway();
                Topic topic = new Topic("mail-in")) {
            expect("fails-before-it-publishes", "451 4.3.0 ");
            expect("publishes-and-fails", "451 4.3.0 ");
            String last = GatewayContract.acceptedId(gateway, "bob@example.net");
            List<ConsumerRecord<String, byte[]>> records = topic.upTo(last);
            assertTrue(
                    records.stream().noneMatch(record -> recipient(record).startsWith("fails-before-it-publishes")),
                    "a record of a mail whose bean failed before it published");
            ConsumerRecord<String, byte[]> left = records.stream()
                    .filter(record -> recipient(record).startsWith("publishes-and-fails"))
                    .findFirst()
                    .orElseThrow();
            assertTrue(
                    new String(left.value(), StandardCharsets.ISO_8859_1).contains(" id " + left.key()),
                    "the record's key is the id in its trace field");
        }
    }

    private static String recipient(ConsumerRecord<String, byte[]> record) {
        return GatewayContract.header(record, "mail.to");
    }
}
