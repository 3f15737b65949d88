package dev.postern.mail.spf;

import org.jspecify.annotations.Nullable;

/**
 * What came of a check.
 *
 * @param query what was judged
 * @param domain who was asked, in lower case and A-labels; empty where the identity has none
 * @param mechanism which matched, as it is written in the policy of the domain, or of the one it redirects to; null where none did
 * @param explanation why the client was refused, in the words of the domain: a stranger, who may say anything (RFC 7208 §11.5.3).
 *     Printable US-ASCII of at most 1,000 characters; null where there is none, and always where the result is not {@link SpfResult#FAIL}
 * @param problem for the log and the header: why there is no policy, or none that could be followed; else empty
 */
public record SpfFinding(
        SpfResult result,
        SpfQuery query,
        String domain,
        @Nullable String mechanism,
        @Nullable String explanation,
        String problem) {

    /** The name of the field that {@link #receivedSpf} is the value of. */
    public static final String FIELD = "Received-SPF";

    /**
     * The value of a Received-SPF field (RFC 7208 §9.1), as it stands behind the colon: printable US-ASCII, folded to a pair a line.
     *
     * @param receiver the name of the host that has judged
     */
    public String receivedSpf(String receiver) {
        return TraceText.receivedSpf(this, receiver);
    }
}
