package dev.postern.kafka.source.imap;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Looks at offsets that an operator wants to set. */
final class ImapOffsets {
    private static final Set<String> KEYS = Set.of(FolderName.PROTOCOL, FolderName.ACCOUNT, FolderName.FOLDER);

    private ImapOffsets() {}

    /**
     * Looks at one.
     *
     * @param offset null where it is to be forgotten, and the folder read anew
     * @throws ConnectException if it is none; the message says what would be
     */
    static void check(Map<String, ?> partition, @Nullable Map<String, ?> offset) {
        boolean isOurs = partition != null
                && partition.keySet().equals(KEYS)
                && FolderName.IMAP.equals(partition.get(FolderName.PROTOCOL))
                && partition.get(FolderName.ACCOUNT) instanceof String
                && partition.get(FolderName.FOLDER) instanceof String;
        if (!isOurs) {
            throw new ConnectException(
                    "Invalid partition " + partition
                            + ": it must have the keys protocol, which is imap, account, which is a name in imap.accounts or default, and folder");
        }
        if (offset != null) {
            FolderPosition.of(offset);
        }
    }
}
