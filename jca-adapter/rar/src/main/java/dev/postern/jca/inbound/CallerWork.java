package dev.postern.jca.inbound;

import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkAdapter;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkContextProvider;
import jakarta.resource.spi.work.WorkEvent;
import java.util.List;

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

    /** @param next run when the bean is done with the mail */
    CallerWork(Delivery delivery, Endpoint endpoint, Runnable next) {
        this.delivery = delivery;
        this.endpoint = endpoint;
        this.next = next;
        caller = new CallerInflow(delivery.user());
    }

    @Override
    public List<WorkContext> getWorkContexts() {
        return List.of(caller);
    }

    @Override
    public void run() {
        String failure = caller.failure();
        if (failure == null) {
            delivery.run(endpoint);
        } else {
            delivery.refuseWithoutCaller(failure);
        }
        next.run();
    }

    @Override
    public void release() {}

    @Override
    public void workRejected(WorkEvent event) {
        fail(event);
    }

    /** Of use only where the caller could not be set up, so that {@link #run} was not called. */
    @Override
    public void workCompleted(WorkEvent event) {
        if (event.getException() != null) {
            fail(event);
        }
    }

    private void fail(WorkEvent event) {
        if (delivery.refuseWithoutCaller(String.valueOf(event.getException()))) {
            next.run();
        }
    }
}
