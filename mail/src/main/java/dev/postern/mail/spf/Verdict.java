package dev.postern.mail.spf;

import org.jspecify.annotations.Nullable;

/**
 * What the policy of one domain came to: check_host() (RFC 7208 §4).
 *
 * @param mechanism which matched, as it is written; null where none did
 * @param explanation where it is told why, of the policy that decided; null where that says nothing
 * @param domain whose policy decided
 * @param problem why there is no policy, or none that can be followed; else empty
 */
record Verdict(
        SpfResult result,
        @Nullable String mechanism,
        @Nullable Macro explanation,
        String domain,
        String problem) {
    static Verdict matched(Mechanism mechanism, SpfRecord record, String domain) {
        return new Verdict(mechanism.qualifier().result(), mechanism.text(), record.explanation(), domain, "");
    }

    /** RFC 7208 §4.7: as if the record ended in ?all. */
    static Verdict nothingMatched(String domain) {
        return new Verdict(SpfResult.NEUTRAL, null, null, domain, "");
    }

    static Verdict none(String domain, String problem) {
        return new Verdict(SpfResult.NONE, null, null, domain, problem);
    }

    static Verdict temporary(String domain, String problem) {
        return new Verdict(SpfResult.TEMPERROR, null, null, domain, problem);
    }

    static Verdict permanent(String domain, String problem) {
        return new Verdict(SpfResult.PERMERROR, null, null, domain, problem);
    }
}
