package dev.postern.mail.mime;

/** What was left out of a mail because there is more of it than may be read. */
public enum Cut {
    /** Parts that are nested too deep. */
    DEPTH,
    /** Parts behind the most there may be. */
    PARTS,
    /** Fields, or lines of them. */
    HEADER,
    /** The end of a text. */
    TEXT,
    /** What a part holds. */
    CONTENT
}
