package dev.postern.mail.spf;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds what the holes of macros are filled with in one check; a name of the client is asked for only where one has a hole for it. */
final class MacroFiller {
    private static final char VALIDATED = 'p';

    private final MacroValues values;
    private final ReverseNames reverse;

    /** @param values all that is the same in the whole check */
    MacroFiller(MacroValues values, ReverseNames reverse) {
        this.values = values;
        this.reverse = reverse;
    }

    /** Whether filling it asks DNS. */
    boolean asksDns(Macro macro) {
        return macro.uses(VALIDATED) && !reverse.areAsked();
    }

    /** Whether a term with it matches nothing (RFC 8616 §4). */
    boolean isBeyondDns(Macro macro) {
        return macro.isBeyondDns(values);
    }

    /** What fills it where the policy of this domain is read. */
    CompletionStage<MacroValues> values(Macro macro, String domain) {
        MacroValues known = values.reading(domain);
        return macro.uses(VALIDATED)
                ? reverse.shown(domain).thenApply(known::withValidated)
                : CompletableFuture.completedFuture(known);
    }
}
