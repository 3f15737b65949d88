package dev.postern.mail.dkim;

import java.util.Locale;

/** What came of a signature, or of all of a mail (RFC 8601 §2.7.1); those before are the better news. */
public enum DkimResult {
    /** The signature is that of its domain, and what it covers is as it was signed. */
    PASS,
    /** This can't be known now: a key can't be had. */
    TEMPERROR,
    /** The signature does not fit the mail. */
    FAIL,
    /** The signature is one that this receiver does not count. */
    POLICY,
    /** The signature is malformed, or made in a way that is not known here. */
    NEUTRAL,
    /** The signature can never be verified: there is no key, or none that fits, or the mail is malformed. */
    PERMERROR,
    /** The mail is not signed. */
    NONE;

    /** As it stands in Authentication-Results. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
