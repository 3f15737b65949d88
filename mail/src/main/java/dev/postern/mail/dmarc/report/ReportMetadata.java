package dev.postern.mail.dmarc.report;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Who reports, and of what time (RFC 9990 §3.1.1.3).
 *
 * @param organization the name of who reports
 * @param email whom to write to about it
 * @param receiver the domain of who reports
 * @param id which no other report to the same domain has: words with dots between, an at sign between two of them or none
 * @param begin of the time
 * @param end of the time
 */
public record ReportMetadata(
        String organization, String email, String receiver, String id, Instant begin, Instant end) {
    /** RFC 9990 §3.5.1 */
    private static final Pattern ID = Pattern.compile("[\\w!#$%&'*+/=?^`{|}~-]+(\\.[\\w!#$%&'*+/=?^`{|}~-]+)*+"
            + "(@[\\w!#$%&'*+/=?^`{|}~-]+(\\.[\\w!#$%&'*+/=?^`{|}~-]+)*+)?");

    private static final Pattern UNFIT = Pattern.compile("[^A-Za-z0-9]");

    /** @throws IllegalArgumentException if the id is none, or the end is before the beginning */
    public ReportMetadata {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("the id of a report is of words with dots and one @ between");
        }
        if (end.isBefore(begin)) {
            throw new IllegalArgumentException("a report whose time ends before it begins");
        }
    }

    /** The name of the compressed file (RFC 9990 §3.5.2), the same whenever the report is sent; its unique-id is of the id. */
    public String fileName(String policyDomain) {
        return receiver + "!" + policyDomain + "!" + begin.getEpochSecond() + "!" + end.getEpochSecond() + "!"
                + UNFIT.matcher(id).replaceAll("") + ".xml.gz";
    }

    /** The Subject of the mail (RFC 9990 §3.5.2). */
    public String subject(String policyDomain) {
        return "Report Domain: " + policyDomain + " Submitter: " + receiver + " Report-ID: <" + id + ">";
    }
}
