package dev.postern.mail.dmarc;

import dev.postern.mail.Domain;
import dev.postern.mail.InvalidMailException;
import dev.postern.mail.Mailboxes;
import dev.postern.mail.signature.HeaderField;
import dev.postern.mail.signature.MailHeader;
import java.util.List;

/**
 * Whose mail it is, as a reader sees it (RFC 9989 §5.3.1).
 *
 * @param domains of the addresses in From, each once, in A-labels and lower case; none where that can't be told
 * @param problem why not, in words of our own; else empty
 */
public record Authors(List<String> domains, String problem) {
    /** A longer From is no list of authors. */
    private static final int MAX_OCTETS = 16 << 10;

    /** Keeps a copy of the list. */
    public Authors {
        domains = List.copyOf(domains);
    }

    /** Those of a header. */
    public static Authors of(MailHeader header) {
        List<HeaderField> fields = header.named("From");
        if (fields.size() != 1) {
            return unknown("the mail has not one From");
        }
        String octets = fields.get(0).value();
        if (octets.length() > MAX_OCTETS) {
            return unknown("From is longer than " + MAX_OCTETS + " octets");
        }
        try {
            List<Domain> domains = Mailboxes.inField("From", octets).stream()
                    .map(address -> address.domain())
                    .distinct()
                    .toList();
            if (domains.isEmpty() || domains.stream().anyMatch(Domain::isLiteral)) {
                return unknown("From has an address without a domain, or none");
            }
            return new Authors(domains.stream().map(Domain::text).toList(), "");
        } catch (InvalidMailException e) {
            return unknown("From is not a list of addresses");
        }
    }

    /** Of a mail of which nobody can tell who wrote it. */
    public static Authors unknown(String problem) {
        return new Authors(List.of(), problem);
    }
}
