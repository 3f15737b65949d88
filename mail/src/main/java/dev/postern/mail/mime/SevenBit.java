package dev.postern.mail.mime;

import dev.postern.mail.Message;
import dev.postern.mail.SplicedMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Converts messages in 8 bits, or of binary content, for servers that take neither (RFC 6152 §3, RFC 3030 §3): what was written in them
 * stays octet for octet, in encodings that every server takes (RFC 2045 §6).
 *
 * <p>A message is read twice, first to plan and then to send; what is kept in memory is a few hundred octets for each of at most 10,000
 * parts, which are nested at most 50 deep.
 */
public final class SevenBit {
    private SevenBit() {}

    /**
     * Converts a message; one that is of 7 bits stays the same, whatever it says of itself.
     *
     * @param message stays open
     * @param breakSignatures whether to convert what is signed, too
     * @throws IOException if the message can't be read
     */
    public static Conversion convert(Message message, boolean breakSignatures) throws IOException {
        try {
            List<Part> parts;
            try (InputStream in = message.open()) {
                parts = PartScanner.scan(in);
            }
            ConversionPlan plan = new ConversionPlan(parts, breakSignatures);
            return new Conversion.Done(plan.isEmpty() ? message : new SplicedMessage(message, plan.splices()));
        } catch (Unconvertible e) {
            return new Conversion.Refused(e.reason(), String.valueOf(e.getMessage()));
        }
    }
}
