package dev.postern.kafka.source.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.jspecify.annotations.Nullable;

/**
 * What became of mails that were read: other flags, or they are gone. A server that numbers changes tells those since the last one that we know, which travels with the offset (RFC 7162); of another one all flags are
 * asked for, and held against those of the last time, which are in memory: there changes while no task ran are not seen. Used by one thread.
 */
final class FolderChanges {
    private static final Pattern COMMA = Pattern.compile(",");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,10})(?::(\\d{1,10}))?");
    private static final int MOST_GONE = 1_000_000;

    private final ChangeKinds kinds;
    private @Nullable Map<Long, String> last;

    /**
     * One of them.
     *
     * @param flags with spaces between; null where the mail is gone
     */
    record Change(long uid, @Nullable String flags) {}

    FolderChanges(ChangeKinds kinds) {
        this.kinds = kinds;
    }

    /** Begins anew, as the server's names for mails are others. */
    void forget() {
        last = null;
    }

    /** Whether this server tells of all that is asked for by numbers. */
    private boolean areNumbered(ImapConnection connection, long highest) {
        return highest > 0 && (connection.hasCapability("QRESYNC") || !kinds.deletions());
    }

    /**
     * Those of mails that were read, in the folder that is open.
     *
     * @param highest the number of the last change there, or 0 where it numbers none
     */
    List<Change> since(ImapConnection connection, FolderPosition position, long highest) throws IOException {
        if (position.uid() == 0) {
            return List.of();
        }
        if (!areNumbered(connection, highest)) {
            return compared(connection, position);
        }
        boolean isNothingNew = position.modseq() == 0 || position.modseq() >= highest;
        return isNothingNew ? List.of() : numbered(connection, position);
    }

    private List<Change> numbered(ImapConnection connection, FolderPosition position) throws IOException {
        TreeMap<Long, Change> changes = new TreeMap<>();
        String modifier = "CHANGEDSINCE " + position.modseq() + (kinds.deletions() ? " VANISHED" : "");
        connection.run("UID FETCH 1:" + position.uid() + " (UID FLAGS) (" + modifier + ")", null, response -> {
            if (response instanceof FetchResponse mail) {
                long uid = Items.uid(mail);
                String flags = Items.flags(mail);
                if (kinds.flags() && uid > 0 && uid <= position.uid() && flags != null) {
                    changes.put(uid, new Change(uid, flags));
                }
            } else if (kinds.deletions()) {
                vanished(response).stream()
                        .filter(uid -> uid <= position.uid())
                        .forEach(uid -> changes.put(uid, new Change(uid, null)));
            }
        });
        return List.copyOf(changes.values());
    }

    /** The UIDs of VANISHED (RFC 7162 §3.2.10), of which a server may name as many as it likes: we take a million. */
    private static List<Long> vanished(Response response) {
        List<Long> uids = new ArrayList<>();
        if (!(response instanceof IMAPResponse said) || !said.keyEquals("VANISHED")) {
            return uids;
        }
        String rest = String.valueOf(said.getRest()).replace("(EARLIER)", "").strip();
        for (String range : COMMA.split(rest, -1)) {
            Matcher ends = RANGE.matcher(range);
            if (ends.matches()) {
                long from = Long.parseLong(ends.group(1));
                long to = ends.group(2) == null ? from : Long.parseLong(ends.group(2));
                for (long uid = from; uid <= to && uids.size() < MOST_GONE; uid++) {
                    uids.add(uid);
                }
            }
        }
        return uids;
    }

    private List<Change> compared(ImapConnection connection, FolderPosition position) throws IOException {
        Map<Long, String> now = new HashMap<>();
        connection.fetch("1:" + position.uid(), "(UID FLAGS)", mail -> {
            String flags = Items.flags(mail);
            if (Items.uid(mail) <= position.uid()) {
                now.put(Items.uid(mail), flags == null ? "" : flags);
            }
        });
        Map<Long, String> before = last;
        if (connection.wasMalformed()) {
            return List.of(); // who is missing may only have been told of in a way that makes no sense
        }
        last = now;
        return before == null ? List.of() : differences(before, now);
    }

    private List<Change> differences(Map<Long, String> before, Map<Long, String> now) {
        TreeMap<Long, Change> changes = new TreeMap<>();
        before.forEach((uid, flags) -> {
            String other = now.get(uid);
            boolean isWanted = other == null ? kinds.deletions() : kinds.flags() && !other.equals(flags);
            if (isWanted) {
                changes.put(uid, new Change(uid, other));
            }
        });
        return List.copyOf(changes.values());
    }
}
