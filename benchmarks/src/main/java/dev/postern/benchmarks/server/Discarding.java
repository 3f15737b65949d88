package dev.postern.benchmarks.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;

/** Takes mail for one domain, reads it and drops it. */
final class Discarding implements MessageHandler {
    private final String accepted;

    /**
     * A handler of one mail.
     *
     * @param accepted the at sign and the domain, in lower case
     */
    Discarding(String accepted) {
        this.accepted = accepted;
    }

    @Override
    public void from(String sender) {
        // any sender may send
    }

    @Override
    public void recipient(String recipient) throws RejectException {
        if (!recipient.toLowerCase(Locale.ROOT).endsWith(accepted)) {
            throw new RejectException(550, "5.7.1 Relaying denied");
        }
    }

    @Override
    public @Nullable String data(InputStream data) throws IOException {
        data.transferTo(OutputStream.nullOutputStream());
        return null; // the server's own reply
    }

    @Override
    public void done() {
        // nothing is held
    }
}
