package dev.postern.mail.dsn;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.Domain;
import dev.postern.mail.Xtext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The part of a notification that programs read: fields of the mail, then of each recipient (RFC 3464 §2.1). */
final class StatusFields {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final int LONGEST_DIAGNOSTIC = 2_000;
    private static final int LONGEST_NAME = 300;
    /** RFC 3461 §4.2 and §4.4 allow less. */
    private static final int LONGEST_VALUE = 900;

    private static final Pattern ADDRESS_TYPE = Pattern.compile("[A-Za-z0-9-]{1,40}");

    private final StringBuilder fields = new StringBuilder();
    private final boolean ascii;

    private StatusFields(boolean ascii) {
        this.ascii = ascii;
    }

    /**
     * The fields, lines ended by CRLF.
     *
     * @param ascii whether they may hold nothing but US-ASCII; else they may be UTF-8 (RFC 6533 §4.1)
     */
    static String of(DeliveryReport report, List<RecipientReport> recipients, Domain reportingMta, boolean ascii) {
        StatusFields status = new StatusFields(ascii);
        status.mail(report, reportingMta);
        for (RecipientReport recipient : recipients) {
            status.fields.append("\r\n");
            status.recipient(
                    recipient, report.envelope().dsn().of(recipient.recipient()).original());
        }
        return status.fields.toString();
    }

    /** A time as RFC 5322 §3.3 writes it. */
    static String date(Instant time) {
        return DATE.format(time);
    }

    private void mail(DeliveryReport report, Domain reportingMta) {
        String envelopeId = report.envelope().dsn().envelopeId();
        if (envelopeId != null) {
            exact(
                    "Original-Envelope-Id",
                    FieldText.isPrintable(envelopeId, ascii) ? envelopeId : Xtext.encode(envelopeId));
        }
        // RFC 3461 §6.3 (b)
        boolean qualified = reportingMta.isLiteral() || reportingMta.text().indexOf('.') > 0;
        field("Reporting-MTA", (qualified ? "dns; " : "x-local-hostname; ") + reportingMta);
        Client client = report.envelope().client();
        if (client != null && !client.isLocal()) { // RFC 3464 §2.2.4
            field(
                    "Received-From-MTA",
                    "dns; " + FieldText.line(client.helo(), true, LONGEST_NAME) + " ("
                            + client.address().getAddress().getHostAddress() + ")");
        }
        date("Arrival-Date", report.arrival());
    }

    // in the order of RFC 3464 §2.3
    private void recipient(RecipientReport report, @Nullable String original) {
        if (original != null) {
            exact("Original-Recipient", originalRecipient(original));
        }
        exact("Final-Recipient", finalRecipient(report.recipient()));
        field("Action", report.action().keyword());
        field("Status", report.status());
        String remoteMta = report.remoteMta();
        if (remoteMta != null) {
            field("Remote-MTA", "dns; " + FieldText.line(ServerName.of(remoteMta), true, LONGEST_NAME));
        }
        String diagnostic = report.diagnostic();
        if (diagnostic != null) {
            String line = FieldText.line(diagnostic, ascii, LONGEST_DIAGNOSTIC);
            // RFC 3461 §9.2: smtp is for reply codes; what we say in other words has a type of our own
            field("Diagnostic-Code", (report.isReply() ? "smtp; " : "x-postern; ") + line);
        }
        date("Last-Attempt-Date", report.lastAttempt());
        String logId = report.logId();
        if (logId != null) {
            field("Final-Log-ID", FieldText.line(logId, true, LONGEST_NAME));
        }
        if (report.action() == Action.DELAYED) { // RFC 3464 §2.3.9
            date("Will-Retry-Until", report.retryUntil());
        }
    }

    private String finalRecipient(Address recipient) {
        if (recipient.isAscii()) {
            return "rfc822; " + recipient;
        }
        return "utf-8; " + (ascii ? Unitext.encode(recipient.toString()) : recipient);
    }

    private String originalRecipient(String original) {
        int semicolon = original.indexOf(';');
        String type = semicolon < 0 ? "" : original.substring(0, semicolon);
        String address = original.substring(semicolon + 1);
        if (!ADDRESS_TYPE.matcher(type).matches()) { // RFC 3464 §2.3.1
            type = "unknown";
            address = original;
        }
        if (type.equalsIgnoreCase("utf-8")) {
            String decoded = Unitext.decode(address);
            boolean kept = !ascii && FieldText.isPrintable(decoded, false);
            return type + "; " + (kept ? decoded : Unitext.encode(decoded));
        }
        return type + "; " + (FieldText.isPrintable(address, true) ? address : Xtext.encode(address));
    }

    private void date(String name, @Nullable Instant time) {
        if (time != null) {
            field(name, date(time));
        }
    }

    private void field(String name, String line) {
        fields.append(FieldText.field(name, line));
    }

    /** A value that must not change: on one line, with all of its spaces. */
    private void exact(String name, String value) {
        String kept = value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) : value;
        fields.append(name).append(": ").append(kept).append("\r\n");
    }
}
