package dev.postern.mail.dsn;

import dev.postern.mail.Domain;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of a notification that people read: what happened, to whom, why, and what to do (RFC 6522 §3). */
final class HumanText {
    private static final int MOST_RECIPIENTS = 50;
    private static final int LONGEST_DIAGNOSTIC = 1_000;
    private static final String INDENTATION = "    ";

    private final StringBuilder text = new StringBuilder();
    private final Classifier classifier;
    private final Action action;

    private HumanText(Classifier classifier, Action action) {
        this.classifier = classifier;
        this.action = action;
    }

    /** The subject of the notification. */
    static String subject(Action action) {
        return switch (action) {
            case FAILED -> "Mail not delivered";
            case DELAYED -> "Mail delayed";
            case DELIVERED -> "Mail delivered";
            case RELAYED -> "Mail passed on";
            case EXPANDED -> "Mail delivered and forwarded";
        };
    }

    /**
     * The text, lines ended by CRLF.
     *
     * @param recipients of whom the notification tells, all with this action
     * @param header of the mail, or null where the mail is lost
     * @param returned what comes back of it, or null
     */
    static String of(
            Action action,
            List<RecipientReport> recipients,
            Domain reportingMta,
            @Nullable OriginalHeader header,
            @Nullable ReturnedContent returned,
            Classifier classifier) {
        HumanText human = new HumanText(classifier, action);
        human.paragraph("This is the mail system at " + reportingMta + ".");
        human.paragraph(introduction(action, recipients.size() == 1));
        recipients.stream().limit(MOST_RECIPIENTS).forEach(human::recipient);
        if (recipients.size() > MOST_RECIPIENTS) {
            human.paragraph("There are " + (recipients.size() - MOST_RECIPIENTS)
                    + " more, which only the attached report names.");
        }
        if (header != null) {
            human.mail(header);
        }
        human.lines("", attachments(returned));
        return human.text.toString();
    }

    private static String introduction(Action action, boolean one) {
        String recipients = one ? "this recipient" : "these recipients";
        return switch (action) {
            case FAILED ->
                "Your mail could not be delivered to " + recipients + ". It will not be tried again: if the mail still"
                        + " matters, do what is said below, and send it once more.";
            case DELAYED ->
                "Your mail could not be delivered to " + recipients + " yet. Further attempts are made: you need not"
                        + " do anything, and you need not send the mail again.";
            case DELIVERED ->
                "As you asked to be told: your mail was delivered to " + recipients + ". That does not say that it"
                        + " was read.";
            case RELAYED ->
                "As you asked to be told: your mail was passed on for " + recipients + ", to a server that does not"
                        + " tell of delivery. You will hear of it again only if it fails.";
            case EXPANDED ->
                "As you asked to be told: your mail was delivered to " + recipients + ", and forwarded from there to"
                        + " several others. You will hear of it again only if that fails.";
        };
    }

    private void recipient(RecipientReport report) {
        String server = report.remoteMta();
        lines("  ", "<" + report.recipient() + ">");
        if (action == Action.FAILED || action == Action.DELAYED) {
            why(report);
        } else if (server != null) {
            lines(INDENTATION, "It was taken by the server " + line(ServerName.of(server)) + ".");
        }
        text.append("\r\n");
    }

    private void why(RecipientReport report) {
        String diagnostic = report.diagnostic();
        Classification meaning =
                classifier.classify(report.status(), diagnostic == null ? "" : diagnostic, report.remoteMta());
        // RFC 3464 §2.3.3: what failed for now, and then for good, is out of time
        boolean expired = action == Action.FAILED && report.status().startsWith("4");
        lines(INDENTATION, meaning.explanation() + (expired ? " It was tried until its time was over." : ""));
        if (diagnostic != null) {
            String server = report.remoteMta();
            lines(
                    INDENTATION,
                    server != null && report.isReply()
                            ? "The server " + line(ServerName.of(server)) + " said:"
                            : "In the words of this mail system:");
            lines(INDENTATION + "  ", line(diagnostic));
        }
        Instant until = report.retryUntil();
        if (action == Action.FAILED) {
            lines(INDENTATION, "What to do: " + meaning.advice());
        } else if (until != null) {
            lines(INDENTATION, "It will be tried until " + StatusFields.date(until) + ".");
        }
    }

    private void mail(OriginalHeader header) {
        StringBuilder fields = new StringBuilder();
        for (String name : List.of("Subject", "Date", "Message-ID")) {
            String value = header.shown(name);
            if (value != null) {
                fields.append(FieldText.paragraph("  ", name + ": " + value));
            }
        }
        if (!fields.isEmpty()) {
            lines("", "The mail that this is about:");
            text.append(fields).append("\r\n");
        }
    }

    private static String attachments(@Nullable ReturnedContent returned) {
        String report = "A report for mail programs is attached";
        if (returned == null) {
            return report + ".";
        }
        return report + (returned.whole() ? ", and your mail." : ", and the header of your mail.");
    }

    private static String line(String hostile) {
        return FieldText.line(hostile, false, LONGEST_DIAGNOSTIC);
    }

    private void lines(String indentation, String line) {
        text.append(FieldText.paragraph(indentation, line));
    }

    private void paragraph(String line) {
        lines("", line);
        text.append("\r\n");
    }
}
