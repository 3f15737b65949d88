package dev.postern.kafka.source.record;

import dev.postern.mail.Message;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One mail that came in.
 *
 * @param id names this arrival for all time: whoever meets it again meets the same mail
 * @param attributes what is known of it beside its content, such as {@link dev.postern.mail.EnvelopeAttributes}: the record's headers
 * @param message its content; whoever made it closes it
 * @param received when it came
 */
public record IncomingMail(String id, List<Map.Entry<String, String>> attributes, Message message, Instant received) {
    public IncomingMail {
        attributes = List.copyOf(attributes);
    }
}
