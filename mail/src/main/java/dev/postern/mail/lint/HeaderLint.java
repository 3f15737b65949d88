package dev.postern.mail.lint;

import dev.postern.mail.HeaderFields;
import dev.postern.mail.InvalidMailException;
import dev.postern.mail.Mailboxes;
import dev.postern.mail.dkim.DkimFinding;
import dev.postern.mail.dkim.DkimReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.james.mime4j.dom.field.DateTimeField;
import org.apache.james.mime4j.field.DateTimeFieldLenientImpl;
import org.apache.james.mime4j.stream.RawField;
import org.jspecify.annotations.Nullable;

/** What the header of a mail says to the rules. */
final class HeaderLint {
    /** RFC 5322 §3.6: the most of each is one. */
    private static final List<String> SINGLE = List.of(
            "date",
            "from",
            "sender",
            "reply-to",
            "to",
            "cc",
            "bcc",
            "message-id",
            "in-reply-to",
            "references",
            "subject");

    private static final Duration OLDEST = Duration.ofDays(7);
    private static final Duration NEWEST = Duration.ofHours(1);
    private static final int LONGEST_VALUE = 1_000;

    /** RFC 5322 §3.6.4, without its comments and quotes, which filters distrust. */
    private static final Pattern ID = Pattern.compile("<[!-;=?A-Z\\[-~]+@[!-;=?A-Z\\[-~]+>");

    private static final Pattern HTTPS = Pattern.compile("<\\s*https://[^\\s>]+\\s*>", Pattern.CASE_INSENSITIVE);

    private final Map<String, List<String>> values;
    private final Instant now;

    HeaderLint(HeaderFields header, Instant now) {
        this.values = header.fields().stream()
                .collect(Collectors.groupingBy(
                        field -> field.name().toLowerCase(Locale.ROOT),
                        Collectors.mapping(HeaderFields.Field::value, Collectors.toList())));
        this.now = now;
    }

    List<LintFinding> findings() {
        return Stream.<Function<HeaderLint, LintFinding>>of(
                        HeaderLint::from, HeaderLint::date, HeaderLint::messageId, HeaderLint::fields)
                .map(rule -> rule.apply(this))
                .toList();
    }

    private LintFinding from() {
        @Nullable String from = only("from");
        if (from == null) {
            return LintFinding.missed(LintRule.FROM, "it has not one From: write one");
        }
        try {
            int authors = Mailboxes.inField("From", from).size();
            return authors == 1
                    ? LintFinding.met(LintRule.FROM, "it has one author")
                    : LintFinding.missed(LintRule.FROM, "From has " + authors + " addresses: name one author");
        } catch (InvalidMailException e) {
            return LintFinding.missed(LintRule.FROM, "From is not an address: write one as name@domain");
        }
    }

    private LintFinding date() {
        @Nullable String text = only("date");
        @Nullable Date date = text == null ? null : parsed(text);
        if (date == null) {
            return LintFinding.missed(
                    LintRule.DATE, "it has not one Date that can be read: write it as in RFC 5322 §3.3");
        }
        Instant written = date.toInstant();
        if (written.isBefore(now.minus(OLDEST)) || written.isAfter(now.plus(NEWEST))) {
            return LintFinding.missed(
                    LintRule.DATE,
                    "its Date is " + written + ", which is not about now: look at the clock of its host");
        }
        return LintFinding.met(LintRule.DATE, "it was written at " + written);
    }

    private static @Nullable Date parsed(String text) {
        if (text.length() > LONGEST_VALUE) {
            return null;
        }
        DateTimeField field = DateTimeFieldLenientImpl.PARSER.parse(new RawField("Date", text.strip()), null);
        return field.getDate();
    }

    private LintFinding messageId() {
        @Nullable String id = only("message-id");
        boolean valid = id != null
                && id.length() <= LONGEST_VALUE
                && ID.matcher(id.strip()).matches();
        return valid
                ? LintFinding.met(LintRule.MESSAGE_ID, "it has a Message-ID")
                : LintFinding.missed(
                        LintRule.MESSAGE_ID,
                        "it has not one Message-ID as <something@domain>: let the application or the gateway write it");
    }

    private LintFinding fields() {
        List<String> repeated =
                SINGLE.stream().filter(name -> all(name).size() > 1).toList();
        return repeated.isEmpty()
                ? LintFinding.met(LintRule.FIELDS, "no field stands twice that may stand once")
                : LintFinding.missed(
                        LintRule.FIELDS,
                        "it has more than one of " + String.join(", ", repeated) + ": write one of each");
    }

    /** @param signatures of which a valid one must cover both fields (RFC 8058 §4) */
    LintFinding oneClick(DkimReport signatures) {
        @Nullable String where = only("list-unsubscribe");
        if (where == null || !HTTPS.matcher(where).find()) {
            return LintFinding.missed(
                    LintRule.ONE_CLICK, "no https address stands in List-Unsubscribe, which newsletters need");
        }
        @Nullable String how = only("list-unsubscribe-post");
        if (how == null || !how.strip().equals("List-Unsubscribe=One-Click")) { // RFC 8058 §3.1
            return LintFinding.missed(
                    LintRule.ONE_CLICK,
                    "write List-Unsubscribe-Post: List-Unsubscribe=One-Click beside List-Unsubscribe");
        }
        return signatures.passed().stream().anyMatch(HeaderLint::coversUnsubscribing)
                ? LintFinding.met(LintRule.ONE_CLICK, "a reader can unsubscribe with one click")
                : LintFinding.missed(
                        LintRule.ONE_CLICK, "no valid signature covers List-Unsubscribe and List-Unsubscribe-Post");
    }

    private static boolean coversUnsubscribing(DkimFinding finding) {
        return finding.signature() != null
                && finding.signature().signedFields().containsAll(List.of("list-unsubscribe", "list-unsubscribe-post"));
    }

    /** The value of the one field of this name; null where there is none, or more. */
    private @Nullable String only(String name) {
        List<String> found = all(name);
        return found.size() == 1 ? found.get(0) : null;
    }

    private List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }
}
