package dev.postern.mail;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Shows a message without some of its header fields; the rest is read from the original, which is closed with it. */
public final class WithoutFields {
    /** The fields that would tell recipients of each other (RFC 5322 §3.6.3, §3.6.6). */
    private static final Set<String> BLIND = Set.of("bcc", "resent-bcc");

    /** Those, and the one that only the server at the end of the way writes (RFC 5321 §4.4). */
    private static final Set<String> NOT_SENT = Set.of("bcc", "resent-bcc", "return-path");

    private static final int LONGEST_NAME = 78;

    private WithoutFields() {}

    /**
     * The message without its Bcc and Resent-Bcc fields; the same message if it has none.
     *
     * @throws IOException if the message can't be read
     */
    public static Message blind(Message message) throws IOException {
        return without(BLIND, message);
    }

    /**
     * The message without what must not be sent on: Bcc and Resent-Bcc as in {@link #blind}, and Return-Path; the same message if it has
     * none.
     *
     * @throws IOException if the message can't be read
     */
    public static Message outgoing(Message message) throws IOException {
        return without(NOT_SENT, message);
    }

    private static Message without(Set<String> names, Message message) throws IOException {
        List<Splice> cuts = find(message, names);
        return cuts.isEmpty() ? message : new SplicedMessage(message, cuts);
    }

    private static List<Splice> find(Message message, Set<String> names) throws IOException {
        List<Splice> cuts = new ArrayList<>();
        try (InputStream in = new BufferedInputStream(message.open())) {
            HeaderLine line = new HeaderLine();
            long start = 0;
            boolean cutting = false;
            while (line.read(in) && !line.isEmpty()) {
                // RFC 5322 §2.2.3: a line that starts with white space continues the field before it
                cutting = line.isContinuation() ? cutting : names.contains(line.fieldName());
                if (cutting) {
                    cuts.add(Splice.of(start, line.length, ""));
                }
                start += line.length;
            }
        }
        return cuts;
    }

    /** One line of the header, of which only the start is kept, of blanks in a row one. */
    private static final class HeaderLine {
        private final ByteArrayOutputStream start = new ByteArrayOutputStream(LONGEST_NAME);
        private long length;

        boolean read(InputStream in) throws IOException {
            start.reset();
            length = 0;
            boolean afterBlank = false;
            int octet = in.read();
            while (octet >= 0) {
                length++;
                boolean blank = octet == ' ' || octet == '\t';
                if (start.size() < LONGEST_NAME && !(blank && afterBlank)) {
                    start.write(octet);
                }
                afterBlank = blank;
                if (octet == '\n') {
                    break;
                }
                octet = in.read();
            }
            return length > 0;
        }

        boolean isEmpty() {
            return length <= 2 && text().isBlank();
        }

        boolean isContinuation() {
            String text = text();
            return text.startsWith(" ") || text.startsWith("\t");
        }

        String fieldName() {
            String text = text();
            int colon = text.indexOf(':');
            // RFC 5322 §4.5: obsolete syntax allows white space before the colon
            boolean blank = colon > 0 && (text.charAt(colon - 1) == ' ' || text.charAt(colon - 1) == '\t');
            return colon < 0 ? "" : text.substring(0, blank ? colon - 1 : colon).toLowerCase(Locale.ROOT);
        }

        private String text() {
            return start.toString(StandardCharsets.ISO_8859_1);
        }
    }
}
