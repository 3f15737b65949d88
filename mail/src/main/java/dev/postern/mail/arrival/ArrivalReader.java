package dev.postern.mail.arrival;

import dev.postern.mail.arrival.Arrival.Kind;
import dev.postern.mail.arrival.Arrival.Original;
import dev.postern.mail.content.MailHeader;
import dev.postern.mail.content.MailOutline;
import dev.postern.mail.content.OutlinedPart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells what a mail is. Takes time by its length, whatever it holds. */
public final class ArrivalReader {
    private static final int MOST_REPORT = 256 << 10;

    /** A report whose parts nobody can tell from each other. */
    private static final Pattern IN_TEXT = Pattern.compile("(?im)^final-recipient:.*@");

    private final MailOutline mail;
    private final MailHeader header;
    private final boolean nullSender;
    private final String text;

    private ArrivalReader(MailOutline mail, @Nullable String reversePath) throws IOException {
        this.mail = mail;
        this.header = mail.header();
        String returnPath = reversePath == null ? header.value("Return-Path") : reversePath;
        this.nullSender = returnPath != null
                && (returnPath.isBlank()
                        || returnPath.equals("<>")
                        || returnPath.toLowerCase(Locale.ROOT).contains("mailer-daemon"));
        this.text = text(mail);
    }

    private static String text(MailOutline mail) throws IOException {
        String plain = mail.text();
        if (plain != null && !plain.isBlank()) {
            return plain;
        }
        String html = mail.html();
        if (html != null) {
            return Markup.text(html);
        }
        List<OutlinedPart> parts = mail.parts();
        boolean undivided = parts.size() == 1
                && parts.get(0).role() == OutlinedPart.Role.FILE
                && parts.get(0).part().type().startsWith("multipart/");
        return undivided ? new String(octets(parts.get(0)), StandardCharsets.UTF_8) : "";
    }

    private String value(String name) {
        String value = header.value(name);
        return value == null ? "" : value;
    }

    /**
     * What a mail is.
     *
     * @param reversePath of its envelope, empty for {@code <>}; null where it came without one
     * @throws IOException if it can't be read
     */
    public static Arrival read(MailOutline mail, @Nullable String reversePath) throws IOException {
        return new ArrivalReader(mail, reversePath).arrival();
    }

    private Arrival arrival() throws IOException {
        String list = Lists.idIn(header);
        String feedback = report("message/feedback-report");
        if (feedback != null) {
            FeedbackReport report = new FeedbackReport(feedback);
            return new Arrival(Kind.COMPLAINT, null, report.complaint(), null, list, report.completed(original("")));
        }
        String disposition = report("message/disposition-notification", "message/global-disposition-notification");
        if (disposition != null) {
            ReportFields fields = ReportFields.parse(disposition);
            Original told = Originals.withMessageId(original(""), fields.first("original-message-id"));
            return new Arrival(Kind.RECEIPT, null, null, FeedbackReport.receipt(fields), list, told);
        }
        Arrival status = status(list);
        if (status != null) {
            return status;
        }
        Kind kind = AutoReplies.isOne(header) ? Kind.AUTO_REPLY : list == null ? Kind.PLAIN : Kind.LIST;
        Original answered = kind == Kind.AUTO_REPLY ? Originals.answered(header) : Original.UNKNOWN;
        return new Arrival(kind, null, null, null, list, answered);
    }

    private @Nullable Arrival status(@Nullable String list) throws IOException {
        String found = report("message/delivery-status", "message/global-delivery-status");
        String report = found == null && IN_TEXT.matcher(text).find() ? text : found;
        NoticeText words = new NoticeText(value("Subject"), text, ours());
        if (report == null && !isNotice(words)) {
            return null;
        }
        Original original = original(words.returned());
        DeliveryNotice notice = new DeliveryNotice(false, null, List.of());
        if (report != null) {
            StatusReport status = new StatusReport(report, words.words());
            notice = status.notice();
            original = Originals.withEnvelopeId(original, status.envelopeId());
        }
        if (notice.recipients().isEmpty()) {
            notice = new DeliveryNotice(false, notice.reporter(), inWords(words, original));
        }
        return new Arrival(Kind.DELIVERY_STATUS, notice, null, null, list, original);
    }

    private List<DeliveryNotice.Recipient> inWords(NoticeText words, Original original) {
        Set<String> failed = new LinkedHashSet<>();
        for (String field : List.of("X-Failed-Recipients", "X-Failed-Recipient")) {
            String value = header.value(field);
            failed.addAll(value == null ? Set.of() : Addresses.all(value));
        }
        List<DeliveryNotice.Recipient> named = words.recipients(failed);
        if (!named.isEmpty() || original.recipients().isEmpty()) {
            return named;
        }
        return List.of(words.recipient(original.recipients().get(0)));
    }

    /** Whether a server writes of a mail that was not delivered; both who writes and what must tell so. */
    private boolean isNotice(NoticeText words) {
        if (header.value("X-Failed-Recipients") != null) {
            return true;
        }
        String type = mail.parts().isEmpty() ? "" : mail.parts().get(0).part().type();
        boolean report = type.equals("multipart/report");
        boolean daemon = Phrases.isDaemon(value("From")) || (value("From").isEmpty() && nullSender);
        boolean failed = Phrases.saysFailed(value("Subject")) || Phrases.saysFailed(words.words());
        boolean returns = mail.parts().stream().anyMatch(part -> part.role() == OutlinedPart.Role.MESSAGE)
                || !words.returned().isEmpty();
        boolean likely = daemon || report || (nullSender && (returns || !AutoReplies.isOne(header)));
        return likely && failed && (daemon || report || !AutoReplies.isVacation(header));
    }

    private Set<String> ours() {
        Set<String> ours = new HashSet<>();
        header.addresses("To").forEach(to -> ours.add(to.address().toString()));
        String delivered = header.value("Delivered-To");
        ours.addAll(delivered == null ? Set.of() : Addresses.all(delivered));
        return ours;
    }

    private Original original(String inText) throws IOException {
        for (OutlinedPart part : mail.parts()) {
            String type = part.part().type();
            if (part.role() == OutlinedPart.Role.MESSAGE
                    || type.equals("text/rfc822-headers")
                    || type.equals("message/rfc822-headers")
                    || type.equals("message/global-headers")) {
                return Originals.in(octets(part));
            }
        }
        return inText.isEmpty() ? Original.UNKNOWN : Originals.in(inText.getBytes(StandardCharsets.UTF_8));
    }

    /** The content of the first part of one of these types, within the mail itself; null where there is none. */
    private @Nullable String report(String... types) throws IOException {
        for (OutlinedPart part : mail.parts()) {
            boolean own = part.role() == OutlinedPart.Role.FILE || part.role() == OutlinedPart.Role.TEXT;
            if (own && List.of(types).contains(part.part().type())) {
                return new String(octets(part), StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    private static byte[] octets(OutlinedPart part) throws IOException {
        try (InputStream in = part.open()) {
            return in.readNBytes(MOST_REPORT);
        }
    }
}
