package dev.postern.mail.dsn;

import dev.postern.mail.Address;
import dev.postern.mail.Ascii;
import dev.postern.mail.Demands;
import dev.postern.mail.DsnRequest;
import dev.postern.mail.DsnRequest.Notify;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the sender of a mail what came of it: makes notifications (RFC 3464), and knows which are wanted (RFC 3461). A pure function but
 * for reading the mail. Safe for use by several threads.
 *
 * <p>Notifications are US-ASCII in lines that every server takes, with two exceptions: a mail that was declared 8BITMIME comes back as
 * such, and a sender whose address is not US-ASCII needs SMTPUTF8 to be reached at all. The envelope says so.
 */
public final class DsnBuilder {
    private static final int BOUNDARY_OCTETS = 20;

    private final DsnSettings settings;
    private final Classifier classifier;

    /** @param classifier puts into words what servers meant */
    public DsnBuilder(DsnSettings settings, Classifier classifier) {
        this.settings = settings;
        this.classifier = classifier;
    }

    /**
     * The notifications that are wanted of this report, one for each action, in the order of {@link Action}: none where the mail came
     * from nobody, or nobody wants to be told.
     *
     * @param now what their Date says
     * @param ids gives each its {@linkplain dev.postern.mail.MailId id}
     * @throws IOException if the mail can't be read; a report without the mail needs none
     */
    public List<Dsn> build(DeliveryReport report, Instant now, Supplier<String> ids) throws IOException {
        Address sender = report.envelope().reversePath();
        if (sender == null) { // RFC 3461 §5.2
            return List.of();
        }
        Message message = report.message();
        OriginalHeader header = null;
        List<Dsn> notifications = new ArrayList<>();
        for (Action action : Action.values()) {
            List<RecipientReport> wanted = report.recipients().stream()
                    .filter(recipient -> recipient.action() == action && isWanted(report.envelope(), recipient))
                    .toList();
            if (!wanted.isEmpty()) {
                if (header == null && message != null) {
                    header = OriginalHeader.read(message);
                }
                notifications.add(notification(report, sender, action, wanted, header, now, ids.get()));
            }
        }
        return notifications;
    }

    private boolean isWanted(Envelope envelope, RecipientReport recipient) {
        Set<Notify> asked = envelope.dsn().of(recipient.recipient()).events();
        return recipient.action().isWanted(asked, settings.delayByDefault());
    }

    private Dsn notification(
            DeliveryReport report,
            Address sender,
            Action action,
            List<RecipientReport> recipients,
            @Nullable OriginalHeader header,
            Instant now,
            String id)
            throws IOException {
        ReturnedContent returned = returned(report, action, header);
        String human = HumanText.of(action, recipients, settings.reportingMta(), header, returned, classifier);
        // RFC 6533 §4.4: where nothing is lost by it, the fields are the traditional ones
        boolean global = report.envelope().smtpUtf8()
                && !Ascii.holds(StatusFields.of(report, recipients, settings.reportingMta(), false));
        String status = StatusFields.of(report, recipients, settings.reportingMta(), !global);

        String boundary = boundary(id, returned);
        List<Section> sections = new ArrayList<>();
        sections.add(text(header(sender, action, header, now, id, boundary, returned)));
        addPart(sections, boundary, "text/plain; charset=" + (Ascii.holds(human) ? "us-ascii" : "utf-8"), human);
        addPart(sections, boundary, global ? "message/global-delivery-status" : "message/delivery-status", status);
        if (returned != null) {
            sections.add(text(partHeader(boundary, returned.type(), returned.encoding())));
            sections.add(returned.content());
        }
        sections.add(text("\r\n--" + boundary + "--\r\n"));
        return new Dsn(envelope(report.envelope(), sender, id, returned), new ComposedMessage(sections), action);
    }

    private @Nullable ReturnedContent returned(DeliveryReport report, Action action, @Nullable OriginalHeader header)
            throws IOException {
        Message message = report.message();
        if (header == null || message == null) {
            return null;
        }
        return action == Action.FAILED // RFC 3461 §6.2: of anything else the header is enough
                ? ReturnedContent.ofFailure(report.envelope(), message, header, settings.maxReturned())
                : ReturnedContent.header(header, report.envelope().smtpUtf8());
    }

    // RFC 3461 §6.1
    private static Envelope envelope(Envelope original, Address sender, String id, @Nullable ReturnedContent returned) {
        boolean eightBit = !sender.isAscii() || (returned != null && returned.isEightBit());
        return Envelope.of(id)
                .reversePath(null)
                .recipient(sender)
                .body(eightBit ? Envelope.Body.EIGHT_BIT_MIME : Envelope.Body.SEVEN_BIT)
                .dsn(new DsnRequest(null, null, Map.of(sender, new DsnRequest.Recipient(Set.of(Notify.NEVER), null))))
                .demands(Demands.NONE.withRequireTls(original.demands().requireTls())) // RFC 8689 §5
                .build();
    }

    private String header(
            Address sender,
            Action action,
            @Nullable OriginalHeader original,
            Instant now,
            String id,
            String boundary,
            @Nullable ReturnedContent returned) {
        StringBuilder header = new StringBuilder()
                .append("From: Mail Delivery System <")
                .append(settings.from())
                .append(">\r\n")
                .append("To: <")
                .append(sender)
                .append(">\r\n") // RFC 3464 §2
                .append("Date: ")
                .append(StatusFields.date(now))
                .append("\r\n")
                .append("Subject: ")
                .append(HumanText.subject(action))
                .append("\r\n")
                .append("Message-ID: <")
                .append(id)
                .append('@')
                .append(settings.reportingMta())
                .append(">\r\n");
        String messageId = original == null ? null : original.messageId();
        if (messageId != null) { // RFC 3834 §3.1.6
            header.append("In-Reply-To: ").append(messageId).append("\r\n");
            header.append("References: ").append(messageId).append("\r\n");
        }
        header.append("Auto-Submitted: auto-replied\r\n") // RFC 3834 §5
                .append("MIME-Version: 1.0\r\n")
                .append("Content-Type: multipart/report; report-type=delivery-status;\r\n boundary=\"")
                .append(boundary)
                .append("\"\r\n");
        if (returned != null && returned.isEightBit()) { // RFC 2045 §6.4
            header.append("Content-Transfer-Encoding: 8bit\r\n");
        }
        return header.append("\r\nThis is a report on the delivery of your mail, in the MIME format.\r\n")
                .toString();
    }

    private static void addPart(List<Section> sections, String boundary, String type, String content)
            throws IOException {
        Encoded encoded = Encoded.of(content.getBytes(StandardCharsets.UTF_8));
        sections.add(text(partHeader(boundary, type, encoded.name())));
        sections.add(Section.of(encoded.octets()));
    }

    private static String partHeader(String boundary, String type, String encoding) {
        return "\r\n--" + boundary + "\r\nContent-Type: " + type + "\r\nContent-Transfer-Encoding: " + encoding
                + "\r\n\r\n";
    }

    /** No content holds its own digest, so none can hold this boundary, whoever wrote it and whatever he knows. */
    private static String boundary(String id, @Nullable ReturnedContent returned) {
        MessageDigest digest = Octets.sha256();
        digest.update(id.getBytes(StandardCharsets.UTF_8));
        if (returned != null) {
            digest.update(returned.digest());
        }
        return "=_" + HexFormat.of().formatHex(digest.digest(), 0, BOUNDARY_OCTETS);
    }

    private static Section text(String text) {
        return Section.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
