package dev.postern.smtp.server;

import io.netty.util.concurrent.FastThreadLocal;

/** A thread that is not ours, and that lives on when our classes are to go: an application server's, on which a server is opened and closed. */
public final class LentThread {
    private LentThread() {}

    /** Forgets what Netty keeps for this thread, through which the thread would keep our class loader. */
    public static void leave() {
        FastThreadLocal.removeAll();
    }
}
