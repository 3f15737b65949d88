package dev.postern.kafka.source.pop3;

import java.util.HashMap;
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
    static final String DELETE = "delete";

    /** The source offset of a mail that was read. */
    static final Map<String, Boolean> OFFSET = Map.of(READ, true);

    /** That of a mail that is to be deleted, where Connect is done with it no sooner than the broker has all of it. */
    static final Map<String, Boolean> DELETE_OFFSET = Map.of(READ, true, DELETE, true);

    /**
     * The source partition. Connect looks for it by its octets, so the order of its keys matters: it must be the same in each JVM, which that of {@link Map#of} is not, and as
     * Connect orders what an operator writes, which is that of a HashMap.
     */
    Map<String, String> partition() {
        Map<String, String> partition = new HashMap<>();
        partition.put(PROTOCOL, POP3);
        partition.put(ACCOUNT, account);
        partition.put(UIDL, uidl);
        return partition;
    }
}
