package dev.postern.mail.signature;

/** Takes a body in canonical form, run by run. */
interface BodySink {
    /** The next octets, {@code [from, to)} of the array, which is not this sink's to keep. */
    void take(byte[] octets, int from, int to);
}
