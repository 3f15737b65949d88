package dev.postern.smtp.client;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * A mail that waits for a connection.
 *
 * @param since when it came, as {@link System#nanoTime()} has it
 * @param go whether it is still wanted; asked when a connection is ready for it
 */
record QueuedMail(
        Envelope envelope, Message message, long since, BooleanSupplier go, CompletableFuture<Transferred> result) {
    /** Whether the mail is still wanted; if not, its sender hears so. */
    boolean starts() {
        boolean wanted = go.getAsBoolean();
        if (!wanted) {
            result.completeExceptionally(ClientFailure.of("4.3.2", "withdrawn before it was sent"));
        }
        return wanted;
    }
}
