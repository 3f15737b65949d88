package dev.postern.kafka.source.imap;

import java.util.Collection;
import java.util.List;

/** UIDs as a command names them (RFC 9051 §9, sequence-set). */
final class UidSet {
    private UidSet() {}

    /** Such as {@code 3:7,9}; of at least one UID, which need not be in order. */
    static String of(Collection<Long> uids) {
        List<Long> sorted = uids.stream().sorted().distinct().toList();
        StringBuilder text = new StringBuilder();
        for (int from = 0; from < sorted.size(); ) {
            int to = from;
            while (to + 1 < sorted.size() && sorted.get(to + 1) == sorted.get(to) + 1) {
                to++;
            }
            text.append(text.length() == 0 ? "" : ",").append(sorted.get(from));
            if (to > from) {
                text.append(':').append(sorted.get(to));
            }
            from = to + 1;
        }
        return text.toString();
    }
}
