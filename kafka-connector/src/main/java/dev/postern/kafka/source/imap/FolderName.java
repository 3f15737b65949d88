package dev.postern.kafka.source.imap;

import java.util.Map;

/** A folder of an account; where Connect keeps the offset of its mail. */
record FolderName(String account, String folder) {
    static final String PROTOCOL = "protocol";
    static final String ACCOUNT = "account";
    static final String FOLDER = "folder";
    static final String IMAP = "imap";

    /** The source partition. */
    Map<String, String> partition() {
        return Map.of(PROTOCOL, IMAP, ACCOUNT, account, FOLDER, folder);
    }

    @Override
    public String toString() {
        return folder + " of " + account;
    }
}
