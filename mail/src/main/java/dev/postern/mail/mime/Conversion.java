package dev.postern.mail.mime;

import dev.postern.mail.Message;

/** What came of a conversion. */
public sealed interface Conversion {
    /**
     * It is done.
     *
     * @param message reads from the original, which it closes; or is the original, where there was nothing to convert
     */
    record Done(Message message) implements Conversion {}

    /**
     * It can't be done.
     *
     * @param text says why, in a few words without what stands in the mail
     */
    record Refused(Reason reason, String text) implements Conversion {}

    /** Why a mail can't be converted. */
    enum Reason {
        /** A signature would not fit any more. */
        SIGNED,
        /** A header holds octets that are not of US-ASCII, for which there is no encoding that all of it may have. */
        HEADER,
        /** It is not what MIME allows, may be read in different ways, or is beyond the limits. */
        MALFORMED
    }
}
