package dev.postern.mail.auth;

import dev.postern.mail.Client;
import dev.postern.mail.HeaderFields;
import dev.postern.mail.arc.ArcInspection;
import dev.postern.mail.dkim.DkimInspection;
import dev.postern.mail.dmarc.Authors;
import dev.postern.mail.dmarc.DmarcVerifier;
import dev.postern.mail.signature.BodyHashes;
import dev.postern.mail.signature.MailHeader;
import dev.postern.mail.signature.MailPass;
import dev.postern.mail.spf.SpfFinding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Finds out about one mail, which it takes in pieces while it comes, in one pass for all methods, and of which it keeps the header only. Keys
 * are asked for when the header is complete. For one thread after the other.
 */
public final class Authentication {
    private final Client client;
    private final CompletionStage<SpfFinding> spf;
    private final DkimInspection dkim;
    private final ArcInspection arc;
    private final DmarcVerifier dmarc;
    private final HeaderReader reader = new HeaderReader();
    private final MailPass pass;

    Authentication(
            Client client,
            CompletionStage<SpfFinding> spf,
            DkimInspection dkim,
            ArcInspection arc,
            DmarcVerifier dmarc,
            int maxHeader) {
        this.client = client;
        this.spf = spf;
        this.dkim = dkim;
        this.arc = arc;
        this.dmarc = dmarc;
        this.pass = new MailPass(maxHeader, List.of(dkim, arc, reader));
    }

    /**
     * Takes the next octets of the mail, to the limit of the buffer.
     *
     * @throws IllegalStateException if it has ended
     */
    public void update(ByteBuffer octets) {
        pass.update(octets);
    }

    /**
     * Takes all of the stream, which stays open.
     *
     * @throws IOException if it can't be read
     * @throws IllegalStateException if the mail has ended
     */
    public void update(InputStream in) throws IOException {
        pass.update(in);
    }

    /**
     * Ends the mail. The stage never fails, and is completed where the last answer came, on a thread of the resolver, or of the JDK's timer.
     *
     * @throws IllegalStateException if it has ended
     */
    public CompletionStage<AuthResults> finish() {
        pass.finish();
        return arc.report()
                .thenCompose(chain -> dkim.report()
                        .thenCompose(signatures -> spf.thenCompose(sender -> dmarc.verify(
                                        reader.authors, sender, signatures)
                                .thenApply(author -> new AuthResults(client, sender, signatures, chain, author)))));
    }

    /**
     * The header of the mail as it was read for all this; empty where the header has not ended, or can't be judged: it is larger than it may be, or
     * ambiguous.
     */
    public Optional<HeaderFields> header() {
        return Optional.ofNullable(reader.header);
    }

    private static final class HeaderReader implements MailPass.Listener {
        private Authors authors = Authors.unknown("the mail has not ended");
        private @Nullable HeaderFields header;

        @Override
        public void onHeader(MailHeader header, BodyHashes bodies) {
            this.header = header.read();
            authors = Authors.of(header);
        }

        @Override
        public void onUnreadable(String reason) {
            authors = Authors.unknown(reason);
        }
    }
}
