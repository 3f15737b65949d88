package dev.postern.jca.outbound;

import dev.postern.smtp.delivery.Carrier;
import dev.postern.smtp.delivery.MxSources;

/** What delivers mail, and whom it asks for the way. */
record Delivery(Carrier carrier, MxSources sources) implements AutoCloseable {
    @Override
    public void close() {
        carrier.close();
        sources.close();
    }
}
