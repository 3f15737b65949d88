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
 * <p>A message is read to see whether there is anything to convert, to plan, and to send; what is kept in memory is a few hundred octets for each of at most 10,000
 * parts, which are nested at most 50 deep.
 */
public final class SevenBit {
    private SevenBit() {}

    /**
     * Converts a message; one that is of 7 bits stays the same, whatever it says of itself and however malformed it is.
     *
     * @param message stays open
     * @param breakSignatures whether to convert what is signed, too
     * @throws IOException if the message can't be read
     */
    public static Conversion convert(Message message, boolean breakSignatures) throws IOException {
        try {
            if (isSevenBit(message)) {
                return new Conversion.Done(message);
            }
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

    private static boolean isSevenBit(Message message) throws IOException {
        Content all = Content.fixed();
        try (InputStream in = message.open()) {
            Lines lines = new Lines(in);
            while (lines.next()) {
                all.take(lines.octets(), lines.from(), lines.to());
            }
        }
        return all.isSevenBit() && !all.hasLongLines();
    }
}
