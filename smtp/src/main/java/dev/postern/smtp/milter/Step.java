package dev.postern.smtp.milter;

/** A step of the protocol that a milter answers, unless it has said that it won't, or does not want to hear of it. */
enum Step {
    CONNECT('C', 0x1, 0x1000),
    HELO('H', 0x2, 0x2000),
    MAIL('M', 0x4, 0x4000),
    RCPT('R', 0x8, 0x8000),
    DATA('T', 0x200, 0x10000),
    HEADER('L', 0x20, 0x80),
    END_OF_HEADER('N', 0x40, 0x40000),
    BODY('B', 0x10, 0x80000),
    END_OF_BODY('E', 0, 0);

    /** The version of the protocol that first had DATA. */
    private static final int VERSION_WITH_DATA = 4;

    private final char letter;
    private final int skipFlag;
    private final int silentFlag;

    Step(char letter, int skipFlag, int silentFlag) {
        this.letter = letter;
        this.skipFlag = skipFlag;
        this.silentFlag = silentFlag;
    }

    char letter() {
        return letter;
    }

    /** Whether the milter is not told of it. */
    boolean isSkippedBy(Options options) {
        return options.has(skipFlag) || (this == DATA && options.version() < VERSION_WITH_DATA);
    }

    /** Whether the milter is told, and does not answer. */
    boolean isSilentBy(Options options) {
        return options.has(silentFlag);
    }
}
