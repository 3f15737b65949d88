package dev.postern.jca.inbound;

import dev.postern.jca.monitor.Monitor;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.WorkManager;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;

/** All listeners of the adapter, and the beans that share them. */
final class OpenListeners {
    private final Map<MessageEndpointFactory, Binding> bindings = new HashMap<>();

    private record Binding(Listener listener, BoundBean bean, Monitor monitor) {}

    /**
     * Has the listener that a bean wants bring it mail, and opens it unless it is open.
     *
     * @return it
     * @throws InvalidPropertyException if the bean can't share it with those that have it
     * @throws IOException if it can't be opened
     */
    synchronized Listener bind(
            MessageEndpointFactory factory, BoundBean bean, WorkManager workers, ScheduledExecutorService deadlines)
            throws InvalidPropertyException, IOException {
        for (Binding other : bindings.values()) {
            if (other.listener().isWanted(bean)) {
                other.listener().bind(bean);
                return bound(factory, bean, other.listener());
            }
        }
        return bound(factory, bean, Listener.open(bean, workers, deadlines));
    }

    /** Takes a bean out, and closes its listener when it was the last; one that is not bound is ignored. */
    synchronized void unbind(MessageEndpointFactory factory) {
        Binding binding = bindings.remove(factory);
        if (binding != null) {
            binding.listener().unbind(binding.bean());
            binding.monitor().close();
        }
    }

    /** Takes all out. */
    synchronized void close() {
        List.copyOf(bindings.keySet()).forEach(this::unbind);
    }

    private Listener bound(MessageEndpointFactory factory, BoundBean bean, Listener listener) {
        bindings.put(factory, new Binding(listener, bean, bean.monitor(listener.toString())));
        return listener;
    }
}
