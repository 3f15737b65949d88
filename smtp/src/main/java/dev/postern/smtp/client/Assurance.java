package dev.postern.smtp.client;

import dev.postern.smtp.dane.DaneIdentity;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a server has to prove who it is by what the domain publishes whose mail it takes.
 *
 * @param identity what it has to show by DANE; null where its TLSA records are of no use, and the connection is encrypted only, and with MTA-STS
 */
public record Assurance(Policy policy, @Nullable DaneIdentity identity) {
    /** By MTA-STS: a certificate that is trusted and names the host (RFC 8461 §4.1). */
    public static final Assurance STS = new Assurance(Policy.MTA_STS, null);

    /** By MTA-STS, to see whether it would: mail goes in any case (RFC 8461 §5). */
    public static final Assurance STS_TESTING = new Assurance(Policy.MTA_STS_TESTING, null);

    /** By DANE, but no record is usable (RFC 7672 §2.2). */
    public static final Assurance DANE_UNUSABLE = new Assurance(Policy.DANE, null);

    /** What the domain publishes. */
    public enum Policy {
        /** TLSA records in DNS. */
        DANE,
        /** A policy of MTA-STS that is to be enforced. */
        MTA_STS,
        /** A policy of MTA-STS that is only tried. */
        MTA_STS_TESTING;

        /** As it stands in events: {@code mta-sts}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** By DANE. */
    public static Assurance of(DaneIdentity identity) {
        return new Assurance(Policy.DANE, identity);
    }

    /** How the connection is protected; null where that is not up to the policy. */
    @Nullable
    TlsMode mode() {
        return switch (policy) {
            case DANE -> identity == null ? TlsMode.ENCRYPTED : TlsMode.REQUIRED;
            case MTA_STS -> TlsMode.REQUIRED;
            case MTA_STS_TESTING -> null;
        };
    }
}
