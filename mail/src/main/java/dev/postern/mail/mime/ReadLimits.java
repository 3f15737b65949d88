package dev.postern.mail.mime;

/**
 * How much of a message is read; what exceeds it is a {@link dev.postern.mail.ContentLimitException}.
 *
 * @param depth of parts in each other, the message itself counted
 * @param parts in all
 * @param headerOctets of the headers of all parts together
 * @param textOctets of a body of text that is taken into memory
 */
public record ReadLimits(int depth, int parts, int headerOctets, int textOctets) {
    /** More than mail programs write, and little enough to be read while a client waits. */
    public static final ReadLimits STANDARD = new ReadLimits(50, 2_000, 1 << 20, 8 << 20);
}
