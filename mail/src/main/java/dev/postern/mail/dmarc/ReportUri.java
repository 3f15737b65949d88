package dev.postern.mail.dmarc;

import dev.postern.mail.Address;
import dev.postern.mail.MalformedAddressException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a domain wants its reports (RFC 9989 §4.6).
 *
 * @param uri any URI, without the obsolete limit of size (RFC 9989 §4.8)
 */
public record ReportUri(URI uri) {
    /** The most that are looked at of one record. */
    private static final int MOST = 20;

    /** The well-formed ones of a list with commas between. */
    static List<ReportUri> list(String text) {
        List<ReportUri> uris = new ArrayList<>();
        for (String each : text.split(",", MOST + 1)) {
            of(each.strip()).filter(uri -> uris.size() < MOST).ifPresent(uris::add);
        }
        return List.copyOf(uris);
    }

    private static Optional<ReportUri> of(String text) {
        int limit = text.indexOf('!');
        try {
            URI uri = new URI(limit < 0 ? text : text.substring(0, limit));
            return uri.isAbsolute() ? Optional.of(new ReportUri(uri)) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** The mailbox, where it is one ({@code mailto:}, RFC 6068) of one address; empty for other ways to send reports. */
    public Optional<Address> mailbox() {
        if (!"mailto".equalsIgnoreCase(uri.getScheme())) {
            return Optional.empty();
        }
        String target = uri.getRawSchemeSpecificPart();
        int query = target.indexOf('?');
        try {
            return Optional.of(Address.parse(decoded(query < 0 ? target : target.substring(0, query))));
        } catch (MalformedAddressException e) {
            return Optional.empty();
        }
    }

    /** RFC 3986 §2.1; a plus means itself. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
