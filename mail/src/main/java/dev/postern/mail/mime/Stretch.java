package dev.postern.mail.mime;

/**
 * Some octets of a message.
 *
 * @param start in octets from the start of the message
 * @param end behind the last of them
 */
record Stretch(long start, long end) {
    long size() {
        return end - start;
    }
}
