package dev.postern.kafka.source.imap;

import java.util.LinkedHashMap;
import java.util.Map;

/** A folder of an account; where Connect keeps the offset of its mail. */
record FolderName(String account, String folder) {
    static final String PROTOCOL = "protocol";
    static final String ACCOUNT = "account";
    static final String FOLDER = "folder";
    static final String IMAP = "imap";

    /** The source partition. Connect looks for it by its octets, so that the order of its keys must be the same in each JVM, which that of {@link Map#of} is not. */
    Map<String, String> partition() {
        Map<String, String> partition = new LinkedHashMap<>();
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
