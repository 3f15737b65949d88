package dev.postern.mail.dmarc;

import java.util.Locale;

/** Whether the domain of the author stands behind a mail (RFC 9989 §9.2). */
public enum DmarcResult {
    /** Nobody has published a policy for the domain, or none that could be followed. */
    NONE,
    /** It does: SPF or DKIM has verified it, or a domain of the same organization. */
    PASS,
    /** It does not. */
    FAIL,
    /** DNS could not be asked now. */
    TEMPERROR,
    /** Who the author is can't be told: such mail is an attack as a rule (RFC 9989 §11.5). */
    PERMERROR;

    /** As it stands in Authentication-Results. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
