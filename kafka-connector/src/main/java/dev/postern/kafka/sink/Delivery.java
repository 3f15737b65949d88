package dev.postern.kafka.sink;

import dev.postern.smtp.delivery.Deliverer;
import dev.postern.smtp.delivery.MxSources;

/**
 * What delivers mail, and whom it asks for the way.
 *
 * @param destination where mail goes, in words
 */
record Delivery(Deliverer deliverer, MxSources sources, String destination) implements AutoCloseable {
    @Override
    public void close() {
        deliverer.close();
        sources.close();
    }
}
