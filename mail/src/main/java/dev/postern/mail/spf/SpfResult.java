package dev.postern.mail.spf;

import java.util.Locale;

/** What a domain's policy says of a client (RFC 7208 §2.6). */
public enum SpfResult {
    /** There is no domain to ask, or it publishes no policy. */
    NONE,
    /** The domain says nothing about this client; to be treated as {@link #NONE} is. */
    NEUTRAL,
    /** The client may send for the domain. */
    PASS,
    /** The client may not send for the domain. */
    FAIL,
    /** The client probably may not send for the domain. */
    SOFTFAIL,
    /** DNS could not be asked now: the same check may have another result soon. */
    TEMPERROR,
    /** The policy can't be understood, or asks for more than a check may cost: only the domain can mend that. */
    PERMERROR;

    /** Its word in Received-SPF (RFC 7208 §9.1) and Authentication-Results (RFC 8601 §2.7.2). */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
