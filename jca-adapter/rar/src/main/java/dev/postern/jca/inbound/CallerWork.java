package dev.postern.jca.inbound;

import dev.postern.smtp.server.LentThread;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkAdapter;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkContextProvider;
import jakarta.resource.spi.work.WorkEvent;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Brings one mail to the bean with the client's user as the caller, or with none. Each mail says who calls, as servers leave the caller
 * of one work to the next on the same thread.
 */
final class CallerWork extends WorkAdapter implements Work, WorkContextProvider {
    private static final long serialVersionUID = 1L;

    private final transient Delivery delivery;
    private final transient Endpoint endpoint;
    private final transient Runnable next;
    private final transient CallerInflow caller;
    private final AtomicBoolean begun = new AtomicBoolean();

    /** @param next run on the application server's thread when the mail has been dealt with there */
    CallerWork(Delivery delivery, Endpoint endpoint, Runnable next) {
        this.delivery = delivery;
        this.endpoint = endpoint;
        this.next = next;
        caller = new CallerInflow(delivery.user());
    }

    /** Whether the mail is still to be dealt with, from now on by whoever asks. */
    boolean isStillToDo() {
        return begun.compareAndSet(false, true);
    }

    @Override
    public List<WorkContext> getWorkContexts() {
        return List.of(caller);
    }

    @Override
    public void run() {
        if (isStillToDo()) {
            try {
                String failure = caller.failure();
                if (failure == null) {
                    delivery.run(endpoint);
                } else {
                    delivery.refuseWithoutCaller(failure);
                }
                next.run();
            } finally {
                LentThread.leave();
            }
        }
    }

    @Override
    public void release() {}

    /** Of use only where the server could not set up the caller, so that {@link #run} was not called. */
    @Override
    public void workCompleted(WorkEvent event) {
        if (event.getException() != null && isStillToDo()) {
            delivery.refuseWithoutCaller(event.getException().toString());
            next.run();
        }
    }
}
