package dev.postern.mail.dmarc;

import java.util.Locale;
import java.util.Optional;

/** What a domain asks for where it does not stand behind a mail (RFC 9989 §4.7, p); those behind are stricter. */
public enum DmarcPolicy {
    /** Nothing. */
    NONE,
    /** To treat it as suspicious. */
    QUARANTINE,
    /** Not to take it. */
    REJECT;

    /** As it stands in records and reports. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is to be done while the domain only tries its policy (RFC 9989 §4.7, t): one less. */
    DmarcPolicy tested() {
        return this == REJECT ? QUARANTINE : NONE;
    }

    /** The one of this name, in any case. */
    static Optional<DmarcPolicy> named(String name) {
        for (DmarcPolicy each : values()) {
            if (each.name().equalsIgnoreCase(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
