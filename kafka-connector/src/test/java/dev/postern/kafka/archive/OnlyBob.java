package dev.postern.kafka.archive;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.RecipientVerifier;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An operator's verifier, in a jar of its own in the plugin's directory. */
public final class OnlyBob implements RecipientVerifier {
    @Override
    public CompletionStage<Answer> verify(Client client, Address recipient) {
        return CompletableFuture.completedFuture(recipient.localPart().equals("bob") ? Answer.KNOWN : Answer.UNKNOWN);
    }
}
