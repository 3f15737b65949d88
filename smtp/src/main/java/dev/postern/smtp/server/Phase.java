package dev.postern.smtp.server;

import static dev.postern.smtp.Verb.AUTH;
import static dev.postern.smtp.Verb.BDAT;
import static dev.postern.smtp.Verb.DATA;
import static dev.postern.smtp.Verb.EHLO;
import static dev.postern.smtp.Verb.EXPN;
import static dev.postern.smtp.Verb.HELO;
import static dev.postern.smtp.Verb.HELP;
import static dev.postern.smtp.Verb.LHLO;
import static dev.postern.smtp.Verb.MAIL;
import static dev.postern.smtp.Verb.NOOP;
import static dev.postern.smtp.Verb.QUIT;
import static dev.postern.smtp.Verb.RCPT;
import static dev.postern.smtp.Verb.RSET;
import static dev.postern.smtp.Verb.STARTTLS;
import static dev.postern.smtp.Verb.VRFY;

import dev.postern.smtp.Verb;
import java.util.Set;

/** Where a session stands, and which verbs it permits there (RFC 5321 §4.1.4). */
enum Phase {
    /** The client has not said who it is. */
    CONNECTED(HELO, EHLO, LHLO, NOOP, RSET, QUIT, HELP, VRFY, EXPN),
    /** EHLO, HELO or LHLO was taken, no mail is open. */
    GREETED(HELO, EHLO, LHLO, NOOP, RSET, QUIT, HELP, VRFY, EXPN, STARTTLS, AUTH, MAIL),
    /** MAIL was taken. */
    SENDER(HELO, EHLO, LHLO, NOOP, RSET, QUIT, HELP, VRFY, EXPN, RCPT),
    /** At least one RCPT was taken. */
    RECIPIENTS(HELO, EHLO, LHLO, NOOP, RSET, QUIT, HELP, VRFY, EXPN, RCPT, DATA, BDAT),
    /** Content flows: there are no commands. */
    CONTENT,
    /** The octets of a chunk flow: there are no commands. */
    CHUNK,
    /** At least one chunk was taken, the last has not come (RFC 3030 §2). */
    CHUNKS(HELO, EHLO, LHLO, NOOP, RSET, QUIT, HELP, VRFY, EXPN, BDAT),
    /** The client must answer a challenge of AUTH (RFC 4954 §4): there are no commands. */
    AUTHENTICATING,
    /** TLS is being negotiated: there are no commands. */
    HANDSHAKE,
    /** The connection ends after the last reply. */
    CLOSED;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of makes a set that can't change
    private final Set<Verb> permitted;

    Phase(Verb... verbs) {
        permitted = Set.of(verbs);
    }

    /** Whether the client has begun to send content, and not ended it. */
    boolean isWithinContent() {
        return this == CONTENT || this == CHUNK || this == CHUNKS;
    }

    boolean permits(Verb verb) {
        return permitted.contains(verb);
    }
}
