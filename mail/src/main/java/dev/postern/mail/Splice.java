package dev.postern.mail;

/**
 * A place of a message where something else stands in the place of its own octets.
 *
 * @param position in octets from the start of the original
 * @param cut how many octets of the original do not show there
 * @param replacement what shows instead
 */
public record Splice(long position, long cut, Replacement replacement) {

    /**
     * A splice in of text.
     *
     * @param inserted what stands there instead; a character stands for an octet
     */
    public static Splice of(long position, long cut, String inserted) {
        return new Splice(position, cut, Replacement.of(inserted));
    }

    /** Where the original goes on. */
    public long end() {
        return position + cut;
    }

    long growth() {
        return replacement.size() - cut;
    }
}
