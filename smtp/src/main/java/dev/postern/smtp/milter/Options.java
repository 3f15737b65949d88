package dev.postern.smtp.milter;

/**
 * What both sides can do.
 *
 * @param version of the protocol
 * @param actions the changes that the milter may ask for, a bit each
 * @param protocol the variants of the protocol, a bit each
 */
record Options(int version, int actions, int protocol) {
    static final int ADD_HEADERS = 0x1;
    static final int CHANGE_HEADERS = 0x10;
    static final int QUARANTINE = 0x20;

    /** The milter may ask not to hear more of the body. */
    static final int SKIP = 0x400;
    /** The milter wants to hear of recipients that were refused already: not offered. */
    private static final int REFUSED_RECIPIENTS = 0x800;
    /** Values of header fields go as they are, with the space behind the colon. */
    static final int LEADING_SPACE = 0x100000;

    private static final int ALL_VARIANTS = 0x1fffff;
    private static final int OLDEST = 2;

    /** What we offer. */
    static final Options OFFER =
            new Options(6, ADD_HEADERS | CHANGE_HEADERS | QUARANTINE, ALL_VARIANTS & ~REFUSED_RECIPIENTS);

    /** Whether a variant was agreed on; none is for no flag. */
    boolean has(int variant) {
        return (protocol & variant) != 0;
    }

    boolean allows(int action) {
        return (actions & action) != 0;
    }

    /**
     * What is agreed on when we have offered this and the milter has answered that.
     *
     * @throws MilterException if it wants what was not offered
     */
    Options agreedWith(Options answer) throws MilterException {
        if (answer.version < OLDEST || answer.version > version) {
            throw new MilterException("wants version " + answer.version + " of the protocol");
        }
        if ((answer.actions & ~actions) != 0) {
            throw new MilterException(
                    "wants to make changes that are not offered: 0x" + Integer.toHexString(answer.actions & ~actions));
        }
        if ((answer.protocol & ~protocol) != 0) {
            throw new MilterException("wants variants of the protocol that are not offered: 0x"
                    + Integer.toHexString(answer.protocol & ~protocol));
        }
        return answer;
    }
}
