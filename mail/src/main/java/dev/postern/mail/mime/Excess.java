package dev.postern.mail.mime;

import dev.postern.mail.ContentLimitException;
import java.util.Set;

/** What becomes of a message that holds more than the limits allow. */
interface Excess {
    /** It is not read at all. */
    Excess REFUSED = new Refused();

    /** It is read as far as they allow. */
    static Excess noted(Set<Cut> cuts) {
        return new Noted(cuts);
    }

    /**
     * Hears that a limit was exceeded.
     *
     * @param what in words
     * @throws ContentLimitException where the message is not to be read then
     */
    void of(Cut cut, String what) throws ContentLimitException;

    /** Takes nothing of it. */
    record Refused() implements Excess {
        @Override
        public void of(Cut cut, String what) throws ContentLimitException {
            throw new ContentLimitException(what);
        }
    }

    /** Takes what there may be. */
    record Noted(Set<Cut> cuts) implements Excess {
        @Override
        public void of(Cut cut, String what) {
            cuts.add(cut);
        }
    }
}
