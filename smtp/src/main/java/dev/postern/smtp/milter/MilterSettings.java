package dev.postern.smtp.milter;

import java.time.Duration;

/**
 * How one milter is asked.
 *
 * @param hostname our own name, which the milter is told
 * @param stepTimeout how long it may take over one step, and over being reached
 * @param totalTimeout how long it may take over one command of the client or one content, though it says that it makes progress
 * @param failure what is done with mail while it can't be asked
 */
public record MilterSettings(
        MilterAddress address, String hostname, Duration stepTimeout, Duration totalTimeout, OnFailure failure) {
    /** What is done with a mail that a milter could not be asked about. */
    public enum OnFailure {
        /** The client is asked to come again: 451 4.7.1. */
        TEMPFAIL,
        /** It is taken, and its envelope says that it is unscanned. */
        ACCEPT
    }

    /** The name of the milter in logs and envelopes. */
    String name() {
        return address.toString();
    }
}
