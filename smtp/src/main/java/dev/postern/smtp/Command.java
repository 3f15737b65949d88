package dev.postern.smtp;

import dev.postern.mail.Address;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One command of a client, parsed (RFC 5321 §4.1.1). */
public sealed interface Command {
    /** The verb, or null where the line holds none that we know. */
    @Nullable
    Verb verb();

    /**
     * HELO, EHLO, or LHLO of LMTP.
     *
     * @param verb which of the three
     * @param name the client's name for itself
     */
    record Hello(Verb verb, String name) implements Command {}

    /**
     * MAIL FROM.
     *
     * @param reversePath the sender, or null for {@code <>}
     * @param parameters ESMTP parameters, names in upper case; a parameter without a value has the empty string
     * @param ascii whether the path was written in US-ASCII, and so needs no SMTPUTF8 (RFC 6531 §3.4)
     */
    record Mail(@Nullable Address reversePath, Map<String, String> parameters, boolean ascii) implements Command {
        @Override
        public Verb verb() {
            return Verb.MAIL;
        }
    }

    /**
     * RCPT TO.
     *
     * @param forwardPath the recipient, or null for {@code <postmaster>} without a domain (RFC 5321 §4.1.1.3)
     * @param parameters as in {@link Mail}
     * @param ascii as in {@link Mail}
     */
    record Rcpt(@Nullable Address forwardPath, Map<String, String> parameters, boolean ascii) implements Command {
        @Override
        public Verb verb() {
            return Verb.RCPT;
        }
    }

    /**
     * BDAT: content follows at once, not ended by a dot (RFC 3030 §2).
     *
     * @param size octets of content that follow the line
     * @param last whether the message ends with them
     */
    record Bdat(long size, boolean last) implements Command {
        @Override
        public Verb verb() {
            return Verb.BDAT;
        }
    }

    /**
     * A command whose argument is nothing or free text: DATA, RSET, NOOP, QUIT, VRFY, EXPN, HELP, STARTTLS.
     *
     * @param argument the rest of the line, or the empty string
     */
    record Plain(Verb verb, String argument) implements Command {}

    /**
     * AUTH (RFC 4954 §4).
     *
     * @param mechanism the name of a SASL mechanism, in any case
     * @param initialResponse what follows it, or null: a secret
     */
    record Auth(String mechanism, @Nullable String initialResponse) implements Command {
        @Override
        public Verb verb() {
            return Verb.AUTH;
        }

        @Override
        public String toString() {
            return "Auth[" + mechanism + "]";
        }
    }

    /**
     * The line with which a client answers a challenge of {@link Auth}; not a command by its form, but by its place.
     *
     * @param line without its CRLF: a secret
     */
    record AuthResponse(String line) implements Command {
        @Override
        public Verb verb() {
            return Verb.AUTH;
        }

        @Override
        public String toString() {
            return "AuthResponse";
        }
    }

    /**
     * A line that can't be understood.
     *
     * @param verb the verb, or null where even that is unknown
     * @param reply what is wrong with it
     */
    record Malformed(@Nullable Verb verb, Reply reply) implements Command {}
}
