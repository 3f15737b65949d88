package dev.postern.mail.spf;

import dev.postern.mail.dns.Answer;

/** What one check has asked of DNS so far (RFC 7208 §4.6.4). One step of a check follows the other, on whatever thread. */
final class Budget {
    private final SpfLimits limits;
    private int lookups;
    private int voidLookups;
    private boolean termIsVoid;

    Budget(SpfLimits limits) {
        this.limits = limits;
    }

    /** Starts a term that asks; false where that is one too many. */
    boolean startTerm() {
        termIsVoid = false;
        return addLookup();
    }

    /** Counts a further question of the term; false where that is one too many. */
    boolean addLookup() {
        return ++lookups <= limits.lookups();
    }

    /** Counts an answer to the term; false where it is one term too many that finds nothing. A term counts once. */
    boolean hear(Answer<?> answer) {
        if (!answer.isFound() && !answer.isTemporary() && !termIsVoid) {
            termIsVoid = true;
            voidLookups++;
        }
        return voidLookups <= limits.voidLookups();
    }
}
