package dev.postern.kafka.source.imap;

import java.util.HashMap;
import java.util.Map;

/** A folder of an account; where Connect keeps the offset of its mail. */
record FolderName(String account, String folder) {
    static final String PROTOCOL = "protocol";
    static final String ACCOUNT = "account";
    static final String FOLDER = "folder";
    static final String IMAP = "imap";

    /**
     * The source partition. Connect looks for it by its octets, so the order of its keys matters: it must be the same in each JVM, which that of {@link Map#of} is not, and as
     * Connect orders what an operator writes, which is that of a HashMap.
     */
    Map<String, String> partition() {
        Map<String, String> partition = new HashMap<>();
        partition.put(PROTOCOL, IMAP);
        partition.put(ACCOUNT, account);
        partition.put(FOLDER, folder);
        return partition;
    }

    @Override
    public String toString() {
        return folder + " of " + account;
    }
}
