package dev.postern.mail.arrival;

import dev.postern.mail.dsn.Action;
import dev.postern.mail.dsn.Classification;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A notification in words, as servers wrote them before RFC 3464, and some do to this day: who is named on a line of its own is a recipient, what
 * stands behind it is why, and what looks like a header begins the mail that comes back.
 */
final class NoticeText {
    private static final int MOST_READ = 64 << 10;
    private static final int MOST_LINES = 1_000;
    private static final int MOST_RECIPIENTS = 100;
    private static final int MOST_TEXT = 1_000;

    /** A line that begins with an address: {@code <bob@example.net>:}, {@code To: bob@example.net}, {@code bob@example.net on Mon, ...}. */
    private static final Pattern NAMED = Pattern.compile(
            "[\\s>*]{0,20}(?:(?:rcpt )?to:?\\s{1,3}|recipients?(?: address)?:\\s{0,10}|user:?\\s{1,5}|address:\\s{0,5}|failed recipient:\\s{0,5}|"
                    + "-{1,3} |\\d{1,3}[.)] |[45]\\d\\d (?:[45]\\.\\d{1,3}\\.\\d{1,3} )?)?[<\"'(]{0,2}("
                    + Addresses.ADDRESS
                    + ")[>\"')]{0,2}(?:\\s*[:;,.(-].*|\\s.*)?",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern DIVIDER = Pattern.compile(
            "[\\s>*=_-]{0,80}(?:(?:this is )?(?:a copy of )?(?:the |your )?(?:original|unsent|undelivered|returned|failed|rejected) (?:message|mail|text)"
                    + "|this is a copy of|below this line|a copy of the message|included is a copy|the following is a copy|message headers? follow|header of the original"
                    + "|(?:the )?(?:first lines of the )?(?:message|text) (?:header|body) ?(?:follows|:)|start of returned|unsent message).{0,100}",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern FIELD = Pattern.compile(
            "(?:return-path|received|message-id|dkim-signature|date|from|subject|to|mime-version|content-type|delivered-to|reply-to|x-[a-z-]{1,40})\\s?:.*",
            Pattern.CASE_INSENSITIVE);

    private static final int FIELDS_OF_A_HEADER = 3;

    private final List<String> words = new ArrayList<>();
    private final String returned;
    private final Set<String> ours;
    private final String subject;

    /**
     * Reads a notification.
     *
     * @param subject which some use to say why
     * @param text all that it says
     * @param ours addresses that the notification went to, which it hardly is about
     */
    NoticeText(String subject, String text, Set<String> ours) {
        List<String> lines = text.substring(0, Math.min(text.length(), MOST_READ))
                .lines()
                .limit(MOST_LINES)
                .toList();
        int end = 0;
        while (end < lines.size() && !beginsReturned(lines, end)) {
            words.add(lines.get(end));
            end++;
        }
        int header = end;
        while (header < lines.size() && !FIELD.matcher(lines.get(header)).matches()) {
            header++; // the divider, and what is beside it
        }
        this.returned = String.join("\n", lines.subList(header, lines.size()));
        this.ours = ours;
        this.subject = subject;
    }

    /** The mail that comes back, if it stands in the text. */
    String returned() {
        return returned;
    }

    /** What is said for people. */
    String words() {
        return String.join("\n", words);
    }

    private static boolean beginsReturned(List<String> lines, int at) {
        if (DIVIDER.matcher(lines.get(at)).matches()) {
            return at > 0;
        }
        int fields = 0;
        for (int i = at; i < lines.size() && fields < FIELDS_OF_A_HEADER; i++) {
            String line = lines.get(i);
            boolean folded = i > at && !line.isBlank() && Character.isWhitespace(line.charAt(0));
            if (!folded && !FIELD.matcher(line).matches()) {
                return false;
            }
            fields += folded ? 0 : 1;
        }
        return fields == FIELDS_OF_A_HEADER;
    }

    /**
     * The recipients that it names.
     *
     * @param failed those that the header of the notification names; empty where it names none
     */
    List<DeliveryNotice.Recipient> recipients(Set<String> failed) {
        List<DeliveryNotice.Recipient> recipients = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        for (int i = 0; i < words.size() && recipients.size() < MOST_RECIPIENTS; i++) {
            String address = named(words.get(i));
            if (address != null && seen.add(address.toLowerCase(Locale.ROOT))) {
                recipients.add(recipient(address, reason(i, address)));
            }
        }
        for (String address : failed) {
            if (seen.add(address.toLowerCase(Locale.ROOT))) {
                recipients.add(recipient(address, words()));
            }
        }
        if (recipients.isEmpty()) {
            Addresses.all(words()).stream()
                    .filter(address -> !isOurs(address))
                    .limit(1)
                    .forEach(address -> recipients.add(recipient(address, words())));
        }
        return recipients;
    }

    /** The recipient of which it says why, for a notification that names none itself. */
    DeliveryNotice.Recipient recipient(String address) {
        return recipient(address, words());
    }

    private @Nullable String named(String line) {
        Matcher named = NAMED.matcher(line.length() > MOST_TEXT ? line.substring(0, MOST_TEXT) : line);
        String address = named.matches() ? Addresses.withoutDot(named.group(1)) : null;
        return address == null || isOurs(address) ? null : address;
    }

    private boolean isOurs(String address) {
        String lower = address.toLowerCase(Locale.ROOT);
        return lower.startsWith("mailer-daemon@")
                || lower.startsWith("postmaster@")
                || ours.stream().anyMatch(each -> each.equalsIgnoreCase(address));
    }

    /** What stands behind an address, up to the next one; all where that is nothing. */
    private String reason(int at, String address) {
        StringBuilder reason = new StringBuilder(words.get(at));
        for (int i = at + 1; i < words.size() && reason.length() < 2 * MOST_TEXT; i++) {
            String next = named(words.get(i));
            if (next != null && !next.equalsIgnoreCase(address)) {
                break;
            }
            reason.append('\n').append(words.get(i));
        }
        Replies replies = Replies.in(reason.toString());
        boolean says = replies.meaning(reason.toString(), null) != Classification.OTHER;
        return says ? reason.toString() : words();
    }

    private Classification meaning(Replies replies, String reason) {
        Classification meaning = replies.meaning(reason, null);
        if (meaning == Classification.OTHER) {
            meaning = replies.meaning(subject, null);
        }
        return Phrases.isOfContent(meaning, reason) ? Classification.POLICY : meaning;
    }

    private DeliveryNotice.Recipient recipient(String address, String reason) {
        Replies replies = Replies.in(reason);
        Classification meaning = meaning(replies, reason);
        String all = words();
        boolean delayed = Phrases.saysDelayed(all);
        if (meaning == Classification.OTHER && (replies.isTemporary() || Phrases.saysExpired(all))) {
            meaning = Classification.EXPIRED;
        }
        return new DeliveryNotice.Recipient(
                address,
                null,
                delayed ? Action.DELAYED : Action.FAILED,
                replies.status(),
                replies.code(),
                reason.strip().substring(0, Math.min(reason.strip().length(), MOST_TEXT)),
                null,
                meaning);
    }
}
