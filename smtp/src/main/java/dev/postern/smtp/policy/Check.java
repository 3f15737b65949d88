package dev.postern.smtp.policy;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One rule about who may send what to whom. A server asks its checks in their order; the first refusal wins.
 *
 * <p>Methods are called on an event loop and must not block: a check that waits, for DNS say, returns a stage that completes later.
 * A stage that fails is answered with 451 4.3.0.
 */
public interface Check {
    /** How many fields at the top of a message are the server's own when its content is judged: its Received, which stays there. */
    int OWN_FIELDS = 1;

    /** This check for one connection: itself, unless it remembers something of that connection. */
    default Check forSession() {
        return this;
    }

    /** Judges the sender at MAIL; a null reverse-path is {@code <>}. */
    default CompletionStage<Verdict> sender(Client client, @Nullable Address reversePath) {
        return CompletableFuture.completedFuture(Verdict.ACCEPTED);
    }

    /**
     * The same, for a check that asks what was declared; this is what a server calls.
     *
     * @param parameters those of MAIL as the client gave them, names in upper case; without a value the empty string
     */
    default CompletionStage<Verdict> sender(
            Client client, @Nullable Address reversePath, Map<String, String> parameters) {
        return sender(client, reversePath);
    }

    /** Judges one recipient at RCPT; {@code <postmaster>} without a domain is not asked about (RFC 5321 §4.5.1). */
    default CompletionStage<Verdict> recipient(Client client, @Nullable Address reversePath, Address recipient) {
        return CompletableFuture.completedFuture(Verdict.ACCEPTED);
    }

    /**
     * The same, for a check that asks what was declared; this is what a server calls.
     *
     * @param parameters those of RCPT as the client gave them, names in upper case; without a value the empty string
     */
    default CompletionStage<Verdict> recipient(
            Client client, @Nullable Address reversePath, Address recipient, Map<String, String> parameters) {
        return recipient(client, reversePath, recipient);
    }

    /**
     * Judges the content, when all of it has come, and before it goes on its way. The first field of the message is the Received that this
     * server has put before it; the rest is as the checks before have changed it. The message is read and not closed, and not read any more
     * once the stage has completed.
     */
    default CompletionStage<Verdict> content(Envelope envelope, Message message) {
        return CompletableFuture.completedFuture(Verdict.ACCEPTED);
    }

    /** The mail that was begun by {@link #sender} has come to its end: taken, refused or given up. */
    default void mailEnded() {}

    /** The connection has come to its end. */
    default void sessionEnded() {}
}
