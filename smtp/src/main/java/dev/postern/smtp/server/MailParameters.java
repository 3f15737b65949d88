package dev.postern.smtp.server;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.Demands;
import dev.postern.mail.DsnParameters;
import dev.postern.mail.DsnRequest;
import dev.postern.mail.Envelope;
import dev.postern.mail.Xtext;
import dev.postern.smtp.Command;
import dev.postern.smtp.Reply;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the parameters of one MAIL command declare (RFC 5321 §4.1.2). */
final class MailParameters {
    private static final Reply BAD_SIZE = Reply.of(501, "5.5.4", "SIZE is a decimal number of octets");
    private static final Reply BAD_BODY = Reply.of(501, "5.5.4", "BODY is 7BIT, 8BITMIME or BINARYMIME");

    private static final Reply BAD_SMTPUTF8 = Reply.of(501, "5.5.4", "SMTPUTF8 takes no value");

    private static final Reply BAD_AUTH = Reply.of(501, "5.5.4", "AUTH is <> or a mailbox, in xtext");

    private static final Reply SPOOL_FULL = Reply.of(452, "4.3.1", "Spool full, try again later");
    // RFC 6531 §3.5
    private static final Reply SENDER_NEEDS_UTF8 = Reply.of(550, "5.6.7", "Say SMTPUTF8 for such a sender");

    private final boolean authOffered;
    private final DemandParameters demands;
    private long size;
    private boolean smtpUtf8;
    private Envelope.Body body = Envelope.Body.SEVEN_BIT;
    private DsnRequest dsn = DsnRequest.NONE;

    /**
     * @param authOffered whether AUTH is known, as a parameter too (RFC 4954 §3)
     * @param demands what takes the parameters that demand something
     */
    MailParameters(boolean authOffered, DemandParameters demands) {
        this.authOffered = authOffered;
        this.demands = demands;
    }

    /** Those that a client may give now. */
    static MailParameters of(ServerSettings settings, Client client) {
        Honours honours = DemandParameters.offered(settings, client.tls() != null);
        // strangers get past MAIL on no other listener than an MX
        boolean trusted = client.user() != null || settings.mode() != ListenerMode.MX;
        return new MailParameters(
                settings.auth() != null,
                new DemandParameters(honours, trusted, settings.clock().instant()));
    }

    /**
     * Reads those of a command.
     *
     * @param largest octets that the message may have
     * @param spool what must have room for it now
     * @return what is wrong with them, or why such a mail can't be taken; or null
     */
    @Nullable
    Reply read(Command.Mail mail, long largest, Spool spool) {
        Reply refusal = read(mail.parameters());
        if (refusal != null) {
            return refusal;
        }
        if (!mail.ascii() && !smtpUtf8) {
            return SENDER_NEEDS_UTF8;
        }
        if (size > largest) {
            return Transaction.tooLarge(largest); // RFC 1870 §6.1
        }
        return spool.hasRoomFor(size) ? null : SPOOL_FULL;
    }

    /**
     * Reads them.
     *
     * @return what is wrong with them, or null
     */
    @Nullable
    Reply read(Map<String, String> parameters) {
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            Reply refusal = read(parameter.getKey(), parameter.getValue());
            if (refusal != null) {
                return refusal;
            }
        }
        try {
            dsn = DsnParameters.request(parameters.get("RET"), parameters.get("ENVID"));
            return demands.contradiction();
        } catch (IllegalArgumentException e) {
            return bad(e);
        }
    }

    /** The declared size in octets (RFC 1870), or 0. */
    long size() {
        return size;
    }

    /** The declared encoding of the content. */
    Envelope.Body body() {
        return body;
    }

    /** Whether addresses and header may hold letters outside of US-ASCII (RFC 6531). */
    boolean smtpUtf8() {
        return smtpUtf8;
    }

    /** What the sender asks to be told of the mail (RFC 3461), the recipients apart. */
    DsnRequest dsn() {
        return dsn;
    }

    /** What the sender demands of the servers on the way. */
    Demands demands() {
        return demands.demands();
    }

    /** Whether the priority is 0 instead of a higher one that was asked for. */
    boolean isPriorityLowered() {
        return demands.isPriorityLowered();
    }

    /** The refusal of a parameter that nobody knows (RFC 5321 §4.1.1.11). */
    static Reply unknown(String keyword) {
        return Reply.of(555, "5.5.4", "Parameter " + keyword + " is not supported");
    }

    /** The refusal of a parameter whose value is wrong. */
    static Reply bad(IllegalArgumentException reason) {
        return Reply.of(501, "5.5.4", String.valueOf(reason.getMessage()));
    }

    private @Nullable Reply read(String keyword, String value) {
        return switch (keyword) {
            case "SIZE" -> readSize(value);
            case "BODY" -> readBody(value);
            case "SMTPUTF8" -> readSmtpUtf8(value);
            case "RET", "ENVID" -> null; // read together
            case "AUTH" -> authOffered ? readAuth(value) : unknown(keyword);
            default -> demands.knows(keyword) ? demands.read(keyword, value) : unknown(keyword);
        };
    }

    // RFC 4954 §5: what others say of who submitted a mail is not believed, and so not kept
    private static @Nullable Reply readAuth(String value) {
        try {
            String mailbox = Xtext.decode(value);
            if (!mailbox.equals("<>")) {
                Address.parse(mailbox);
            }
            return null;
        } catch (IllegalArgumentException e) {
            return BAD_AUTH;
        }
    }

    private @Nullable Reply readSmtpUtf8(String value) {
        smtpUtf8 = true;
        return value.isEmpty() ? null : BAD_SMTPUTF8; // RFC 6531 §3.4
    }

    // RFC 1870 §3: up to 20 digits; what exceeds a long is too large in any case
    private @Nullable Reply readSize(String value) {
        if (value.isEmpty() || value.length() > 20 || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return BAD_SIZE;
        }
        size = value.length() > 18 ? Long.MAX_VALUE : Long.parseLong(value);
        return null;
    }

    private @Nullable Reply readBody(String value) {
        for (Envelope.Body known : Envelope.Body.values()) {
            if (known.keyword().equalsIgnoreCase(value)) {
                body = known;
                return null;
            }
        }
        return BAD_BODY;
    }
}
