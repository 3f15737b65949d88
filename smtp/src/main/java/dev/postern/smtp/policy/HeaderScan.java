package dev.postern.smtp.policy;

import dev.postern.mail.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What stands in the header of a message, as far as checks ask: which fields how often, how long its lines are, who wrote it. */
final class HeaderScan {
    static final int LONGEST_HEADER = 256 << 10;
    private static final int BUFFER = 2_048;
    private static final int LONGEST_NAME = 32; // none that is counted is longer

    private final Map<String, Integer> counts = new HashMap<>();
    private final byte[] name = new byte[LONGEST_NAME];
    private final ByteArrayOutputStream from = new ByteArrayOutputStream(64);
    private int nameLength;
    private int nameEnd;
    private int lineLength;
    private int longestLine;
    private int octets;
    private boolean inName;
    private boolean inFrom;
    private boolean ended;
    private boolean tooLong;
    private boolean malformed;

    private HeaderScan() {}

    /** Reads the header: at once from memory, from a file on another thread, as that may wait for a disk. */
    static CompletableFuture<HeaderScan> of(Message message) {
        return message.isInMemory()
                ? CompletableFuture.completedFuture(read(message))
                : CompletableFuture.supplyAsync(() -> read(message));
    }

    private static HeaderScan read(Message message) {
        HeaderScan scan = new HeaderScan();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = message.open()) {
            for (int length = in.read(buffer); length > 0 && !scan.ended; length = in.read(buffer)) {
                for (int i = 0; i < length && !scan.ended; i++) {
                    scan.take(buffer[i]);
                }
            }
            scan.endLastLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return scan;
    }

    /** How often the field stands there. */
    int count(String field) {
        return counts.getOrDefault(field.toLowerCase(Locale.ROOT), 0);
    }

    /** Octets of the longest line, without its CRLF. */
    int longestLine() {
        return longestLine;
    }

    /** Whether it goes on behind {@link #LONGEST_HEADER}; then the rest is not known. */
    boolean isTooLong() {
        return tooLong;
    }

    /** Whether a line is no field and belongs to none. */
    boolean isMalformed() {
        return malformed;
    }

    /** The body of From, unfolded; of all of them where there are several. */
    String from() {
        return from.toString(StandardCharsets.UTF_8);
    }

    private void take(byte octet) {
        if (++octets > LONGEST_HEADER) {
            tooLong = true;
            ended = true;
        } else if (octet == '\n') {
            endLine();
        } else if (octet != '\r') {
            if (lineLength++ == 0) {
                beginLine(octet);
            }
            if (inName) {
                takeName(octet);
            } else if (inFrom) {
                from.write(octet);
            }
        }
    }

    private void beginLine(byte octet) {
        if (octet != ' ' && octet != '\t') {
            inName = true;
            inFrom = false;
            nameLength = 0;
            nameEnd = 0;
        } else if (counts.isEmpty()) {
            malformed = true;
        }
    }

    private void takeName(byte octet) {
        if (octet != ':') {
            if (nameLength < LONGEST_NAME) {
                name[nameLength] = octet;
            }
            nameLength++;
            if (!Character.isWhitespace((char) (octet & 0xff))) { // RFC 5322 §4.5: obsolete at the end, but read by all
                nameEnd = nameLength;
            }
            return;
        }
        inName = false;
        malformed |= nameEnd == 0;
        String field = nameEnd > LONGEST_NAME
                ? ""
                : new String(name, 0, nameEnd, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        counts.merge(field, 1, Integer::sum);
        inFrom = field.equals("from");
    }

    /** A message may end within its header, and within a line. */
    private void endLastLine() {
        if (!ended && lineLength > 0) {
            endLine();
        }
    }

    private void endLine() {
        if (inName) {
            malformed = true;
            inName = false;
        }
        longestLine = Math.max(longestLine, lineLength);
        ended = lineLength == 0;
        lineLength = 0;
    }
}
