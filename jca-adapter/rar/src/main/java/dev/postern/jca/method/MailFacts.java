package dev.postern.jca.method;

import dev.postern.jca.InboundMail;
import dev.postern.mail.Address;
import java.io.IOException;
import java.util.List;

/** What methods ask of a mail, each read once, and only when it is asked for. */
final class MailFacts {
    private final InboundMail mail;
    private List<String> recipients = List.of();
    private List<String> subject = List.of();
    private List<String> from = List.of();
    private boolean hasRecipients;
    private boolean hasSubject;
    private boolean hasFrom;

    MailFacts(InboundMail mail) {
        this.mail = mail;
    }

    InboundMail mail() {
        return mail;
    }

    List<String> recipients() {
        if (!hasRecipients) {
            recipients =
                    mail.envelope().recipients().stream().map(Address::toString).toList();
            hasRecipients = true;
        }
        return recipients;
    }

    /** One, perhaps empty. */
    List<String> subject() throws IOException {
        if (!hasSubject) {
            String text = mail.subject();
            subject = List.of(text == null ? "" : text);
            hasSubject = true;
        }
        return subject;
    }

    /** One or none. */
    List<String> from() throws IOException {
        if (!hasFrom) {
            Address address = mail.from();
            from = address == null ? List.of() : List.of(address.toString());
            hasFrom = true;
        }
        return from;
    }
}
