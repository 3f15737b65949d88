package dev.postern.jca.inbound;

import dev.postern.jca.monitor.BeanMXBean;
import dev.postern.jca.monitor.Monitor;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.smtp.Reply;
import dev.postern.smtp.server.DeadlineSink;
import jakarta.resource.spi.work.WorkManager;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;

/** A bean that takes mail of a listener. */
final class BoundBean {
    private final ListenerConfiguration configuration;
    private final Endpoint endpoint;
    private final Dispatcher dispatcher;
    private final DeadlineSink sink;
    private final Latencies latencies = new Latencies();

    BoundBean(
            ListenerConfiguration configuration,
            Endpoint endpoint,
            WorkManager workers,
            ScheduledExecutorService deadlines) {
        this.configuration = configuration;
        this.endpoint = endpoint;
        boolean callers = configuration.listeners().usersAreTheServers();
        dispatcher = new Dispatcher(workers, endpoint, settings().deliveries(), callers);
        sink = new DeadlineSink(dispatcher, settings().replyDeadline(), deadlines);
    }

    ListenerConfiguration configuration() {
        return configuration;
    }

    BeanSettings settings() {
        return configuration.bean();
    }

    /** What became of its calls. */
    CallCounts counts() {
        return endpoint.counts();
    }

    /** What it has failed on. */
    FailedMails failures() {
        return endpoint.failures();
    }

    /** What finds the classes of its application. */
    ClassLoader code() {
        return Endpoint.code(endpoint.factory());
    }

    /** The client's reply once it is known what became of the mail, at the latest after the bean's deadline; then also that it was too late. */
    CompletionStage<Reply> accept(Envelope envelope, Message message) {
        long begun = System.nanoTime();
        return sink.accept(envelope, message)
                .whenComplete((reply, failure) -> latencies.add(Duration.ofNanos(System.nanoTime() - begun)));
    }

    /** Lets it be watched; closed when it goes. */
    Monitor monitor(String listener) {
        Monitor monitor = new Monitor();
        monitor.show("Bean", toString(), new BeanStatus(this, dispatcher, latencies, listener), BeanMXBean.class);
        return monitor;
    }

    /** Refuses what waits and all that comes. */
    void stop() {
        dispatcher.stop();
    }

    /** Waits until nothing is with the bean any more, or the time is up. */
    void awaitIdle(Duration grace) {
        dispatcher.awaitIdle(grace);
    }

    /** Its class and its name from outside, for messages. */
    @Override
    public String toString() {
        String name = configuration.name();
        return endpoint.factory().getEndpointClass().getName() + (name.isEmpty() ? "" : " (" + name + ")");
    }
}
