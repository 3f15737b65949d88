package dev.postern.mail.dkim;

import dev.postern.mail.signature.MailPass;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The verification of one mail, which takes it in pieces while it comes and keeps the header only. For one thread after the other.
 */
public final class DkimVerification {
    private final DkimInspection inspection;
    private final MailPass pass;

    DkimVerification(DkimInspection inspection, int maxHeader) {
        this.inspection = inspection;
        this.pass = new MailPass(maxHeader, List.of(inspection));
    }

    /**
     * Takes the next octets of the mail, to the limit of the buffer.
     *
     * @throws IllegalStateException if it has ended
     */
    public void update(ByteBuffer octets) {
        pass.update(octets);
    }

    /** Takes all of the stream. */
    void update(InputStream in) throws IOException {
        pass.update(in);
    }

    /**
     * Ends the mail. The stage never fails, and is completed where the last key came, on a thread of the resolver, or of
     * the JDK's timer where the time of the policy is over.
     *
     * @throws IllegalStateException if it has ended
     */
    public CompletionStage<DkimReport> finish() {
        pass.finish();
        return inspection.report();
    }
}
