package dev.postern.kafka.source.mailbox;

/** Reads some mailbox or folders, on a thread of its own. */
public interface Walk {
    /** Begins. */
    void start();

    /** Has it finish what it does. */
    void requestStop();

    /** Waits until it has; at this time of {@link System#nanoTime()} it is cut short. */
    void awaitStop(long deadline) throws InterruptedException;

    /**
     * Its thread.
     *
     * @param name what threads of its kind are called
     */
    static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        // the client library looks for parts of itself by it (jakarta.mail.util.StreamProvider)
        thread.setContextClassLoader(Walk.class.getClassLoader());
        return thread;
    }
}
