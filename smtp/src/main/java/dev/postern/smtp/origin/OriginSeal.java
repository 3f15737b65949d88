package dev.postern.smtp.origin;

import dev.postern.mail.HeaderEdit;
import dev.postern.mail.Message;
import dev.postern.mail.arc.ArcSealer;
import dev.postern.mail.arc.ArcSealingPolicy;
import dev.postern.mail.auth.AuthResults;
import dev.postern.mail.auth.field.ResultsField;
import dev.postern.mail.dkim.DkimKeyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Seals mail that was judged, so that those to whom it is passed on may believe what was found here (ARC, RFC 8617 §5.1). */
public final class OriginSeal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OriginSeal.class);

    private final DkimKeyFile keys;
    private final ArcSealer sealer;
    private final String domain;

    private OriginSeal(DkimKeyFile keys, String domain) {
        this.keys = keys;
        this.sealer = new ArcSealer(keys, ArcSealingPolicy.STANDARD, Clock.systemUTC());
        this.domain = domain;
    }

    /**
     * Reads the keys, which are watched until the seal is closed.
     *
     * @param table as of {@link DkimKeyFile}
     * @param password of its keystores; empty where there are none
     * @param domain who seals, in A-labels and lower case
     * @throws IOException if a file can't be used, or the domain has no key of RSA in the table; the message says which, and why
     */
    public static OriginSeal open(Path table, char[] password, String domain) throws IOException {
        DkimKeyFile keys = DkimKeyFile.open(table, password, LOG::warn);
        OriginSeal seal = new OriginSeal(keys, domain);
        if (!seal.sealer.canSeal(domain)) {
            seal.close();
            throw new IOException(
                    table + " has no key of RSA that is in use for " + domain + ": add one by postern dkim keygen");
        }
        return seal;
    }

    /** The fields for the top of a mail, which is read once on this thread; none where the chain has ended. */
    List<HeaderEdit.Insert> fields(Message message, AuthResults results, ResultsField shown) throws IOException {
        return sealer.seal(message, domain, results.arc().result(), shown.value());
    }

    @Override
    public void close() {
        keys.close();
    }
}
