package dev.postern.mail.dsn;

import dev.postern.mail.DsnRequest.Notify;
import java.util.Locale;
import java.util.Set;

/** What was done with a mail for one recipient (RFC 3464 §2.3.3). */
public enum Action {
    /** It could not be delivered, and no attempt follows. */
    FAILED(Notify.FAILURE),
    /** It could not be delivered yet; further attempts follow. */
    DELAYED(Notify.DELAY),
    /** It lies in the mailbox of the recipient, or with the program that distributes it to a list. */
    DELIVERED(Notify.SUCCESS),
    /** It was passed on to a server that does not tell of delivery. */
    RELAYED(Notify.SUCCESS),
    /** It was delivered, and forwarded from there to several others. */
    EXPANDED(Notify.SUCCESS);

    private final Notify event;

    Action(Notify event) {
        this.event = event;
    }

    /** Its name in the field Action. */
    String keyword() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether the sender wants to hear of it (RFC 3461 §4.1, §5.2).
     *
     * @param asked what the sender asked for; empty where nothing was said
     * @param delayByDefault whether a delay is told to who said nothing
     */
    boolean isWanted(Set<Notify> asked, boolean delayByDefault) {
        if (asked.isEmpty()) {
            return this == FAILED || (this == DELAYED && delayByDefault);
        }
        return asked.contains(event);
    }
}
