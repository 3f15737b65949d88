package dev.postern.smtp.server;

/**
 * The one decision about a mail between the last byte of its content and its reply.
 *
 * <p>It leaves {@link State#OPEN} once: to COMMITTING by whoever makes the mail durable, or to EXPIRED by the clock. So a mail is
 * never both committed and answered 451 by our own deadline.
 */
public final class Decision {
    private State state = State.OPEN;

    /** Where the decision stands. */
    public enum State {
        OPEN,
        COMMITTING,
        EXPIRED
    }

    /** Asks leave to make the mail durable; false means that the client was or will be told 451, so roll back. */
    public boolean commit() {
        return leaveOpenFor(State.COMMITTING);
    }

    /** Gives the mail up for the deadline; false means that it is being committed, so wait for the outcome. */
    public boolean expire() {
        return leaveOpenFor(State.EXPIRED);
    }

    /** Where the decision stands now. */
    public synchronized State state() {
        return state;
    }

    private synchronized boolean leaveOpenFor(State next) {
        if (state != State.OPEN) {
            return false;
        }
        state = next;
        return true;
    }
}
