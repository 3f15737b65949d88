package dev.postern.mail;

/**
 * A place of a message where other octets stand in the place of its own.
 *
 * @param position in octets from the start of the original
 * @param cut how many octets of the original are left out there
 * @param inserted what stands there instead; a character stands for an octet
 */
record Splice(long position, long cut, String inserted) {
    long growth() {
        return inserted.length() - cut;
    }
}
