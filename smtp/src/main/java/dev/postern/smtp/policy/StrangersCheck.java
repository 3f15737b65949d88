package dev.postern.smtp.policy;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A check that is asked about clients only that nobody trusts.
 *
 * @param trust whom it is not asked about
 * @param check what it asks
 */
record StrangersCheck(Trust trust, Check check) implements Check {
    @Override
    public Check forSession() {
        return new StrangersCheck(trust, check.forSession());
    }

    @Override
    public CompletionStage<Verdict> sender(Client client, @Nullable Address reversePath) {
        return sender(client, reversePath, Map.of());
    }

    @Override
    public CompletionStage<Verdict> sender(
            Client client, @Nullable Address reversePath, Map<String, String> parameters) {
        return unlessTrusted(client, () -> check.sender(client, reversePath, parameters));
    }

    @Override
    public CompletionStage<Verdict> recipient(Client client, @Nullable Address reversePath, Address recipient) {
        return recipient(client, reversePath, recipient, Map.of());
    }

    @Override
    public CompletionStage<Verdict> recipient(
            Client client, @Nullable Address reversePath, Address recipient, Map<String, String> parameters) {
        return unlessTrusted(client, () -> check.recipient(client, reversePath, recipient, parameters));
    }

    @Override
    public CompletionStage<Verdict> content(Envelope envelope, Message message) {
        return unlessTrusted(envelope.client(), () -> check.content(envelope, message));
    }

    @Override
    public void mailEnded() {
        check.mailEnded();
    }

    @Override
    public void sessionEnded() {
        check.sessionEnded();
    }

    private CompletionStage<Verdict> unlessTrusted(
            @Nullable Client client, Supplier<CompletionStage<Verdict>> question) {
        return client != null && trust.covers(client)
                ? CompletableFuture.completedFuture(Verdict.ACCEPTED)
                : question.get();
    }
}
