package dev.postern.kafka.source.pop3;

import java.util.Map;

/**
 * A mail in the mailbox of an account; where Connect keeps whether it was read.
 *
 * @param uidl what the server calls it (RFC 1939 §7), or a digest where it has no name
 */
record MailName(String account, String uidl) {
    static final String PROTOCOL = "protocol";
    static final String ACCOUNT = "account";
    static final String UIDL = "uidl";
    static final String POP3 = "pop3";
    static final String READ = "read";

    /** The source offset of each mail that was read. */
    static final Map<String, Boolean> OFFSET = Map.of(READ, true);

    /** The source partition. */
    Map<String, String> partition() {
        return Map.of(PROTOCOL, POP3, ACCOUNT, account, UIDL, uidl);
    }
}
