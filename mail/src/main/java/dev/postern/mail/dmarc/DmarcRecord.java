package dev.postern.mail.dmarc;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A domain's policy as it is published (RFC 9989 §4.7). What is wrong in it, or not known, is passed over (§4.8); of a tag that stands twice the
 * first counts.
 */
public final class DmarcRecord {
    private static final String VERSION = "DMARC1";

    /** Many times what any domain needs. */
    private static final int MAX_LENGTH = 8 << 10;

    private static final String UNKNOWN_SUFFIX = "u";

    private final Map<String, String> tags;
    private final List<ReportUri> reports;
    private final boolean flawed;

    private DmarcRecord(Map<String, String> tags) {
        this.tags = tags;
        this.reports = ReportUri.list(tags.getOrDefault("rua", ""));
        this.flawed = policy("p").isEmpty() || isWrong("sp") || isWrong("np");
    }

    /**
     * Reads the text of a TXT record; empty if it is no policy, or longer than 8 KiB.
     *
     * @param text its strings joined; a character stands for an octet
     */
    public static Optional<DmarcRecord> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Map<String, String> tags = new HashMap<>();
        String first = null;
        for (String part : text.split(";", -1)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? "" : part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            first = first == null ? name : first;
            if (!name.isEmpty()) {
                tags.putIfAbsent(name, part.substring(equals + 1).strip());
            }
        }
        // RFC 9989 §4.7, v: the first tag, and told apart by case
        return "v".equals(first) && VERSION.equals(tags.get("v"))
                ? Optional.of(new DmarcRecord(tags))
                : Optional.empty();
    }

    /** What is asked for mail of the domain itself (p); NONE where it does not say so, or the record is flawed. */
    public DmarcPolicy policy() {
        return flawed ? DmarcPolicy.NONE : policy("p").orElse(DmarcPolicy.NONE);
    }

    /** What is asked for mail of domains below it (sp). */
    public DmarcPolicy subdomainPolicy() {
        return flawed ? DmarcPolicy.NONE : policy("sp").orElse(policy());
    }

    /** What is asked for mail of domains below it that don't exist (np). */
    public DmarcPolicy missingDomainPolicy() {
        return flawed ? DmarcPolicy.NONE : policy("np").orElse(subdomainPolicy());
    }

    /** Whether domains below it that don't exist are another matter than those that do. */
    boolean tellsMissingDomains() {
        return missingDomainPolicy() != subdomainPolicy();
    }

    /**
     * Whether it can be followed: one without a valid p, or with a wrong sp or np, is followed as p=none where it says where to send reports, and
     * else not at all (RFC 9989 §4.10.1).
     */
    public boolean isUsable() {
        return !flawed || !reports.isEmpty();
    }

    /** Whether only the author's very domain counts where DKIM has verified it (adkim). */
    public boolean isDkimStrict() {
        return "s".equalsIgnoreCase(tags.get("adkim"));
    }

    /** Whether only the author's very domain counts where SPF has verified it (aspf). */
    public boolean isSpfStrict() {
        return "s".equalsIgnoreCase(tags.get("aspf"));
    }

    /** Whether the domain only tries its policy (t). */
    public boolean isTesting() {
        return "y".equalsIgnoreCase(tags.get("t"));
    }

    /** Whether it is the domain of an organization, and none above is (psd=n). */
    public boolean isOrganization() {
        return "n".equals(suffix());
    }

    /** Whether others register domains below it (psd=y). */
    public boolean isPublicSuffix() {
        return "y".equals(suffix());
    }

    /** Where reports of all mail are to be sent (rua), in this order; those that are malformed are left out. */
    public List<ReportUri> aggregateReports() {
        return reports;
    }

    /** Where reports of single mails are to be sent (ruf); those that are malformed are left out. */
    public List<ReportUri> failureReports() {
        return ReportUri.list(tags.getOrDefault("ruf", ""));
    }

    /** For what failures the domain wants reports of single mails (fo), as it is written; {@code 0} where it does not say so. */
    public String failureOptions() {
        String options = tags.getOrDefault("fo", "0").toLowerCase(Locale.ROOT);
        return options.matches("[01ds](:[01ds]){0,3}") ? options : "0";
    }

    private String suffix() {
        return tags.getOrDefault("psd", UNKNOWN_SUFFIX).toLowerCase(Locale.ROOT);
    }

    private Optional<DmarcPolicy> policy(String tag) {
        return DmarcPolicy.named(tags.getOrDefault(tag, ""));
    }

    private boolean isWrong(String tag) {
        return tags.containsKey(tag) && policy(tag).isEmpty();
    }
}
