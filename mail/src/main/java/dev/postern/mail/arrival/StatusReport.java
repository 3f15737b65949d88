package dev.postern.mail.arrival;

import dev.postern.mail.dsn.Action;
import dev.postern.mail.dsn.Classification;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A report of the form of RFC 3464, read as far as servers keep to it. */
final class StatusReport {
    private static final int MOST_TEXT = 1_000;

    private final ReportFields fields;
    private final String words;

    /**
     * A report.
     *
     * @param words that the notification has for people, where the report does not say what the server said
     */
    StatusReport(String text, String words) {
        this.fields = ReportFields.parse(text);
        this.words = words;
    }

    /** What it says. */
    DeliveryNotice notice() {
        List<DeliveryNotice.Recipient> recipients = new ArrayList<>();
        for (Map<String, List<String>> group : fields.groups()) {
            DeliveryNotice.Recipient recipient = recipient(group);
            if (recipient != null) {
                recipients.add(recipient);
            }
        }
        return new DeliveryNotice(true, ReportFields.typed(fields.first("reporting-mta")), recipients);
    }

    /** The sender's own mark of the mail; null where there is none. */
    @Nullable
    String envelopeId() {
        return fields.first("original-envelope-id");
    }

    private DeliveryNotice.@Nullable Recipient recipient(Map<String, List<String>> group) {
        String original = Addresses.first(ReportFields.typed(ReportFields.in(group, "original-recipient")));
        String last = Addresses.first(ReportFields.typed(ReportFields.in(group, "final-recipient")));
        // some servers tell the address that they mean here alone
        String actual = Addresses.first(ReportFields.typed(ReportFields.in(group, "x-actual-recipient")));
        String address = last != null && last.indexOf('@') > 0 ? last : actual != null ? actual : last;
        address = address == null ? original : address;
        if (address == null) {
            return null;
        }
        String diagnostic = ReportFields.typed(ReportFields.in(group, "diagnostic-code"));
        String said = diagnostic == null ? "" : diagnostic;
        String server = ReportFields.typed(ReportFields.in(group, "remote-mta"));
        String status = status(ReportFields.in(group, "status"));
        Replies replies = Replies.in(said).orStatus(status);
        Action action = action(ReportFields.in(group, "action"), replies);
        return new DeliveryNotice.Recipient(
                address,
                original,
                action,
                replies.status(),
                replies.code(),
                said.length() > MOST_TEXT ? said.substring(0, MOST_TEXT) : said,
                server,
                meaning(action, replies, said, status, server));
    }

    private Classification meaning(
            Action action, Replies replies, String said, @Nullable String status, @Nullable String server) {
        if (action != Action.FAILED && action != Action.DELAYED) {
            return Classification.OTHER;
        }
        Classification meaning = replies.meaning(said, server);
        if (meaning == Classification.OTHER || said.isBlank()) {
            Classification told = replies.meaning(words, server);
            meaning = told == Classification.OTHER ? meaning : told;
        }
        if (meaning == Classification.OTHER && status != null) {
            meaning = new Replies(0, status).meaning("", server);
        }
        if (Phrases.isOfContent(meaning, said) || (isAlone() && Phrases.isOfContent(meaning, words))) {
            return Classification.POLICY;
        }
        boolean gaveUp = action == Action.FAILED && replies.isTemporary();
        return gaveUp && meaning == Classification.OTHER ? Classification.EXPIRED : meaning;
    }

    private boolean isAlone() {
        return fields.all("final-recipient").size() == 1;
    }

    private static @Nullable String status(@Nullable String value) {
        return value == null ? null : Replies.in(value).status();
    }

    // RFC 3464 §2.3.3
    private static Action action(@Nullable String value, Replies replies) {
        String word = value == null ? "" : value.toLowerCase(Locale.ROOT);
        for (Action action : Action.values()) {
            if (word.startsWith(action.name().toLowerCase(Locale.ROOT))) {
                return action;
            }
        }
        String status = replies.status();
        return status != null && status.startsWith("2") ? Action.DELIVERED : Action.FAILED;
    }
}
