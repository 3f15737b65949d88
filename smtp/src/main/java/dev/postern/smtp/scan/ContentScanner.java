package dev.postern.smtp.scan;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import java.util.concurrent.CompletionStage;

/** A program that judges content. */
public interface ContentScanner {
    /** What results call it: printable US-ASCII without spaces, such as {@code rspamd}. */
    String name();

    /**
     * Begins to scan, without blocking.
     *
     * @param message lent until the stage is done; reading it fails after that
     * @return what the scanner found; fails with an {@link java.io.IOException} that says why where nothing was found out. Whoever does not
     *     wait any more cancels it, and that ends the scan and closes its connection
     */
    CompletionStage<Finding> scan(Envelope envelope, Message message);
}
