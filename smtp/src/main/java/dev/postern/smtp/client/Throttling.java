package dev.postern.smtp.client;

import dev.postern.mail.dsn.Classification;
import dev.postern.mail.dsn.Classifier;
import dev.postern.smtp.EnhancedCode;
import dev.postern.smtp.Reply;

/** Which replies ask for less mail. */
final class Throttling {
    private static final int CLOSING = 421; // RFC 5321 §3.8: the service is closing the channel

    private Throttling() {}

    /** Whether a server that gave this reply should be left in peace for a while. */
    static boolean isIn(Reply reply, String server) {
        if (!reply.isTransient()) {
            return false;
        }
        EnhancedCode status = reply.enhanced();
        return reply.code() == CLOSING
                || Classifier.standard()
                                .classify(reply.code(), status == null ? null : status.toString(), reply.text(), server)
                        == Classification.THROTTLED;
    }
}
