package dev.postern.smtp.origin;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.Envelope;
import dev.postern.mail.HeaderChanges;
import dev.postern.mail.HeaderEdit;
import dev.postern.mail.HeaderFields;
import dev.postern.mail.InvalidMailException;
import dev.postern.mail.Message;
import dev.postern.mail.auth.AuthResults;
import dev.postern.mail.auth.Authentication;
import dev.postern.mail.auth.field.ClaimedResults;
import dev.postern.mail.auth.field.ResultsField;
import dev.postern.mail.dmarc.DmarcPolicy;
import dev.postern.mail.spf.SpfFinding;
import dev.postern.smtp.Reply;
import dev.postern.smtp.policy.Check;
import dev.postern.smtp.policy.Verdict;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The check of one connection: it remembers what SPF says of the sender of the mail that is under way. */
final class OriginSession implements Check {
    private static final int LARGEST_HEADER = 256 << 10;

    private final OriginCheck check;
    private final ClaimedResults claimed;
    private @Nullable CompletableFuture<SpfFinding> sender;

    OriginSession(OriginCheck check) {
        this.check = check;
        this.claimed = new ClaimedResults(check.authservId());
    }

    @Override
    public CompletionStage<Verdict> recipient(Client client, @Nullable Address reversePath, Address recipient) {
        if (!check.judges(client)) {
            return CompletableFuture.completedFuture(Verdict.ACCEPTED);
        }
        return spf(client, reversePath).thenApply(finding -> check.rules().ofSender(client, reversePath, finding));
    }

    /** Asks once for each mail. */
    private CompletableFuture<SpfFinding> spf(Client client, @Nullable Address reversePath) {
        if (sender == null) {
            String text = reversePath == null ? "" : reversePath.toString();
            sender = check.authenticator().spf(client, text).toCompletableFuture();
        }
        return sender;
    }

    @Override
    public CompletionStage<Verdict> content(Envelope envelope, Message message) {
        Client client = envelope.client();
        if (client == null || !check.judges(client)) {
            return CompletableFuture.supplyAsync(() -> withoutClaims(message)).exceptionally(OriginSession::refused);
        }
        // a recipient <postmaster> is not asked about
        CompletableFuture<SpfFinding> finding = spf(client, envelope.reversePath());
        return CompletableFuture.supplyAsync(
                        () -> read(message, check.authenticator().begin(client, finding)))
                .thenCompose(found ->
                        found.results().thenCompose(results -> judge(envelope, message, found.header(), results)))
                .exceptionally(OriginSession::refused);
    }

    @Override
    public void mailEnded() {
        sender = null;
    }

    private record Found(HeaderFields header, CompletionStage<AuthResults> results) {}

    private static Found read(Message message, Authentication authentication) {
        try (InputStream in = message.open()) {
            authentication.update(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        CompletionStage<AuthResults> results = authentication.finish();
        // what could not be judged is read for itself, and refused where nobody can read it
        return new Found(authentication.header().orElseGet(() -> header(message)), results);
    }

    private static HeaderFields header(Message message) {
        try (InputStream in = new BufferedInputStream(message.open())) {
            HeaderFields header = HeaderFields.read(in, LARGEST_HEADER);
            if (!header.readAhead().isEmpty()) {
                throw new InvalidMailException("a line of the header belongs to no field");
            }
            return header;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CompletionStage<Verdict> judge(
            Envelope envelope, Message message, HeaderFields header, AuthResults results) {
        Verdict.Refused refusal = check.rules().ofContent(results);
        check.judged(results, refusal == null ? DmarcPolicy.NONE : DmarcPolicy.REJECT);
        if (refusal != null) {
            return CompletableFuture.completedFuture(refusal);
        }
        ResultsField field = results.field(check.authservId());
        List<HeaderEdit> edits = new ArrayList<>(removal(header));
        if (check.rules().writesReceivedSpf()) {
            String value = results.spf().receivedSpf(check.authservId());
            edits.add(new HeaderEdit.Insert(OWN_FIELDS, SpfFinding.FIELD, value));
        }
        ResultsField shown = envelope.smtpUtf8() ? field : field.ascii();
        edits.add(new HeaderEdit.Insert(OWN_FIELDS, ResultsField.NAME, shown.value()));
        return sealed(message, results, shown).thenApply(seal -> {
            edits.addAll(seal);
            return new Verdict.Accepted(List.of(), HeaderChanges.of(header, OWN_FIELDS, edits), field);
        });
    }

    /** The ARC set for the top of the mail, which is read once more for it. */
    private CompletionStage<List<HeaderEdit.Insert>> sealed(Message message, AuthResults results, ResultsField shown) {
        OriginSeal seal = check.seal();
        if (seal == null) {
            return CompletableFuture.completedFuture(List.of());
        }
        return CompletableFuture.supplyAsync(() -> {
            try {
                return seal.fields(message, results, shown);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private Verdict withoutClaims(Message message) {
        HeaderFields header = header(message);
        return new Verdict.Accepted(List.of(), HeaderChanges.of(header, OWN_FIELDS, removal(header)));
    }

    private List<HeaderEdit> removal(HeaderFields header) {
        List<HeaderFields.Field> fields = header.fields();
        return claimed.removal(fields.subList(Math.min(OWN_FIELDS, fields.size()), fields.size()));
    }

    /** What we can't read might hold results of ours to the next reader. */
    private static Verdict refused(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof InvalidMailException invalid) {
            return new Verdict.Refused(Reply.of(554, "5.6.0", "The message can't be judged: " + invalid.getMessage()));
        }
        throw new CompletionException(cause);
    }
}
