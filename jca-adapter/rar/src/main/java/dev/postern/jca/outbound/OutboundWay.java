package dev.postern.jca.outbound;

import dev.postern.jca.outbound.kafka.TopicCarrier;
import dev.postern.jca.outbound.kafka.TopicSettings;
import dev.postern.smtp.delivery.MxSources;
import java.io.IOException;
import java.nio.file.Path;

/** Where the mail of a connection factory goes; its text says so without secrets. */
interface OutboundWay {
    /**
     * Opens it.
     *
     * @param hello our own name
     * @param journal the directory of the connection factory, in which it may keep what domains publish
     * @throws IOException if a file that a setting names can't be read; the message names it
     * @throws IllegalArgumentException if one holds what it must not; the message says so
     */
    Delivery open(String hello, Path journal) throws IOException;

    /** To a topic, from where the sink connector sends it. */
    record ToTopic(TopicSettings settings) implements OutboundWay {
        @Override
        public Delivery open(String hello, Path journal) {
            return new Delivery(TopicCarrier.open(settings), MxSources.NONE);
        }

        @Override
        public String toString() {
            return settings.toString();
        }
    }
}
