package dev.postern.mail;

import dev.postern.mail.auth.field.ResultsField;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The names under which an envelope travels beside a message: as the headers of a Kafka record, say.
 *
 * <p>One envelope gives one attribute of each name, and one {@link #TO} for each recipient, in order, {@link #DSN_TO} and
 * {@link #SCAN} as often as there is something to say.
 */
public final class EnvelopeAttributes {
    /** The gateway's {@linkplain MailId id} of the mail. */
    public static final String ID = "mail.id";

    /** The reverse-path, empty for {@code <>}. */
    public static final String FROM = "mail.from";

    /** One recipient. */
    public static final String TO = "mail.to";

    /** The declared encoding of the content: 7BIT, 8BITMIME or BINARYMIME. */
    public static final String BODY = "mail.body";

    /** {@code true} where addresses or header need SMTPUTF8; else absent. */
    public static final String SMTPUTF8 = "mail.smtputf8";

    /** What the sender wants to be told of the mail, as {@link DsnParameters} of MAIL; absent where nothing was said. */
    public static final String DSN = "mail.dsn";

    /** What the sender wants to be told of one recipient: the address in angle brackets, a space and {@link DsnParameters} of RCPT. */
    public static final String DSN_TO = "mail.dsn.to";

    /** {@code true} where TLS with proof is required on all of the way (RFC 8689); else absent. */
    public static final String REQUIRE_TLS = "mail.requiretls";

    /** Before when the mail is not to be sent on (RFC 4865), as {@link java.time.Instant} writes it; absent where nothing was said. */
    public static final String HELD_UNTIL = "mail.held.until";

    /** Until when the mail is of use (RFC 2852), as {@link Demands.DeliverBy} writes it; absent where nothing was said. */
    public static final String DELIVER_BY = "mail.deliver.by";

    /** The priority of the mail (RFC 6710), from -9 to 9; absent where it is 0. */
    public static final String PRIORITY = "mail.priority";

    /** The IP address of the host that handed us the mail, or {@code local} for a process of this machine that has none. */
    public static final String CLIENT = "mail.client";

    /** The name that this host gave at EHLO or HELO. */
    public static final String HELO = "mail.helo";

    /** Protocol and cipher where the mail came over TLS. */
    public static final String TLS = "mail.tls";

    /** Whom the client had authenticated as; absent where it had not. */
    public static final String USER = "mail.user";

    /** What was found of who stands behind the mail, as the value of an Authentication-Results field (RFC 8601) in one line; absent where that was not asked. */
    public static final String AUTH = "mail.auth";

    /** What one content scanner said, as {@link ScanResult#toString} writes it. */
    public static final String SCAN = "mail.scan";

    private EnvelopeAttributes() {}

    /** The attributes of this envelope, in a fixed order. */
    public static List<Map.Entry<String, String>> of(Envelope envelope) {
        List<Map.Entry<String, String>> attributes = new ArrayList<>();
        attributes.add(Map.entry(ID, envelope.id()));
        Address reversePath = envelope.reversePath();
        attributes.add(Map.entry(FROM, reversePath == null ? "" : reversePath.toString()));
        envelope.recipients().forEach(recipient -> attributes.add(Map.entry(TO, recipient.toString())));
        attributes.add(Map.entry(BODY, envelope.body().keyword()));
        if (envelope.smtpUtf8()) {
            attributes.add(Map.entry(SMTPUTF8, "true"));
        }
        String dsn = DsnParameters.of(envelope.dsn());
        if (!dsn.isEmpty()) {
            attributes.add(Map.entry(DSN, dsn));
        }
        for (Address recipient : envelope.recipients()) {
            DsnRequest.Recipient asked = envelope.dsn().recipients().get(recipient);
            if (asked != null) {
                attributes.add(Map.entry(DSN_TO, "<" + recipient + "> " + DsnParameters.of(asked)));
            }
        }
        addDemands(envelope.demands(), attributes);
        Client client = envelope.client();
        if (client != null) {
            attributes.add(Map.entry(
                    CLIENT,
                    client.isLocal() ? "local" : client.address().getAddress().getHostAddress()));
            attributes.add(Map.entry(HELO, client.helo()));
            Client.Tls tls = client.tls();
            if (tls != null) {
                attributes.add(Map.entry(TLS, tls.protocol() + " " + tls.cipher()));
            }
            String user = client.user();
            if (user != null) {
                attributes.add(Map.entry(USER, user));
            }
        }
        ResultsField origin = envelope.origin();
        if (origin != null) {
            attributes.add(Map.entry(AUTH, origin.line()));
        }
        envelope.scans().forEach(result -> attributes.add(Map.entry(SCAN, result.toString())));
        return attributes;
    }

    private static void addDemands(Demands demands, List<Map.Entry<String, String>> attributes) {
        if (demands.requireTls()) {
            attributes.add(Map.entry(REQUIRE_TLS, "true"));
        }
        Instant heldUntil = demands.heldUntil();
        if (heldUntil != null) {
            attributes.add(Map.entry(HELD_UNTIL, heldUntil.toString()));
        }
        Demands.DeliverBy deliverBy = demands.deliverBy();
        if (deliverBy != null) {
            attributes.add(Map.entry(DELIVER_BY, deliverBy.toString()));
        }
        if (demands.priority() != 0) {
            attributes.add(Map.entry(PRIORITY, String.valueOf(demands.priority())));
        }
    }
}
