package dev.postern.mail.arrival;

import dev.postern.mail.arrival.Arrival.Original;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** A report of the form of RFC 5965. */
final class FeedbackReport {
    private static final int MOST_RECIPIENTS = 100;

    private final ReportFields fields;

    FeedbackReport(String text) {
        this.fields = ReportFields.parse(text);
    }

    /** Who complains of what. */
    Complaint complaint() {
        List<String> recipients = fields.all("original-rcpt-to").stream()
                .map(Addresses::first)
                .filter(Objects::nonNull)
                .limit(MOST_RECIPIENTS)
                .toList();
        String type = fields.first("feedback-type");
        return new Complaint(
                type == null ? "abuse" : type.toLowerCase(Locale.ROOT),
                fields.first("user-agent"),
                recipients,
                fields.first("source-ip"));
    }

    /** What it says of the mail, beside what came back of it. */
    Original completed(Original original) {
        String from = fields.first("original-mail-from");
        String envelope = fields.first("original-envelope-id");
        return new Original(
                original.messageId(),
                envelope == null ? original.envelopeId() : envelope,
                from == null ? original.sender() : Addresses.first(from),
                original.recipients());
    }

    /** What a disposition notification says (RFC 8098 §3.2). */
    static Receipt receipt(ReportFields fields) {
        String disposition = fields.first("disposition");
        String words = disposition == null ? "" : disposition.toLowerCase(Locale.ROOT);
        String type = words.substring(words.indexOf(';') + 1).strip();
        int modifier = type.indexOf('/');
        return new Receipt(
                Addresses.first(ReportFields.typed(fields.first("final-recipient"))),
                modifier < 0 ? type : type.substring(0, modifier).strip(),
                words.contains("mdn-sent-automatically"));
    }
}
