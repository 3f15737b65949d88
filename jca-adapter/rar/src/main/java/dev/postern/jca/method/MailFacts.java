package dev.postern.jca.method;

import dev.postern.jca.InboundMail;
import dev.postern.mail.Address;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What methods ask of a mail, each read once, and only when it is asked for. */
final class MailFacts {
    private final InboundMail mail;
    private @Nullable List<String> recipients;
    private @Nullable List<String> subject;
    private @Nullable List<String> from;

    MailFacts(InboundMail mail) {
        this.mail = mail;
    }

    InboundMail mail() {
        return mail;
    }

    List<String> recipients() {
        if (recipients == null) {
            recipients =
                    mail.envelope().recipients().stream().map(Address::toString).toList();
        }
        return recipients;
    }

    /** One, perhaps empty. */
    List<String> subject() throws IOException {
        if (subject == null) {
            String text = mail.subject();
            subject = List.of(text == null ? "" : text);
        }
        return subject;
    }

    /** One or none. */
    List<String> from() throws IOException {
        if (from == null) {
            Address address = mail.from();
            from = address == null ? List.of() : List.of(address.toString());
        }
        return from;
    }
}
