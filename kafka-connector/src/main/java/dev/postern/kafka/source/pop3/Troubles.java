package dev.postern.kafka.source.pop3;

import dev.postern.kafka.source.mailbox.ServerLimitException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** At which mail visits break again and again: less and less of it is asked for then, as it holds up all those behind it. Used by one thread. */
final class Troubles {
    /** So often in a row a visit may break at a mail before less of it is asked for. */
    private static final int MOST = 5;

    private final Set<String> headersOnly = new HashSet<>();
    private final Set<String> givenUp = new HashSet<>();
    private @Nullable String last;
    private int count;

    /**
     * Takes note that a visit broke while this mail was fetched.
     *
     * @return what is asked of it from now on, for the log; null if that is what it was
     */
    @Nullable
    String brokeAt(String uidl, Exception why) {
        count = uidl.equals(last) ? count + 1 : 1;
        last = uidl;
        if (count < MOST && !(why instanceof ServerLimitException)) { // which would be so each time
            return null;
        }
        count = 0;
        if (headersOnly.add(uidl)) {
            return "its header only";
        }
        givenUp.add(uidl);
        return "nothing, until the task starts again";
    }

    /** Forgets mails that are not among these. */
    void retain(Collection<String> uidls) {
        headersOnly.retainAll(uidls);
        givenUp.retainAll(uidls);
    }

    boolean isHeaderOnly(String uidl) {
        return headersOnly.contains(uidl);
    }

    boolean isGivenUp(String uidl) {
        return givenUp.contains(uidl);
    }
}
