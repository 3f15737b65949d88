package dev.postern.smtp.server;

import dev.postern.mail.DsnParameters;
import dev.postern.mail.DsnRequest;
import dev.postern.smtp.Reply;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the parameters of one RCPT command ask for (RFC 5321 §4.1.2). */
final class RecipientParameters {
    private DsnRequest.Recipient dsn = DsnRequest.Recipient.UNSAID;

    /**
     * Reads them.
     *
     * @return what is wrong with them, or null
     */
    @Nullable
    Reply read(Map<String, String> parameters) {
        for (String keyword : parameters.keySet()) {
            if (!keyword.equals("NOTIFY") && !keyword.equals("ORCPT")) {
                return MailParameters.unknown(keyword);
            }
        }
        try {
            dsn = DsnParameters.recipient(parameters.get("NOTIFY"), parameters.get("ORCPT"));
            return null;
        } catch (IllegalArgumentException e) {
            return MailParameters.bad(e);
        }
    }

    /** What the sender asks to be told of this recipient (RFC 3461). */
    DsnRequest.Recipient dsn() {
        return dsn;
    }
}
