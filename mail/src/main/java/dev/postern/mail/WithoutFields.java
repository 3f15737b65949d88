package dev.postern.mail;

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
    private static final int PIECE = 8 << 10;

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
        try (InputStream in = message.open()) {
            HeaderLine line = new HeaderLine(in, message.size());
            long start = 0;
            boolean cutting = false;
            while (line.read() && !line.isEmpty()) {
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

    /** One line of the header after the other, of which only the start is kept, of blanks in a row one. */
    private static final class HeaderLine {
        private final InputStream in;
        private final byte[] piece;
        private int position;
        private int end;
        private final byte[] start = new byte[LONGEST_NAME];
        private int kept;
        private long length;

        HeaderLine(InputStream in, long size) {
            this.in = in;
            this.piece = new byte[(int) Math.min(PIECE, size + 1)];
        }

        boolean read() throws IOException {
            kept = 0;
            length = 0;
            boolean afterBlank = false;
            int octet = next();
            while (octet >= 0) {
                length++;
                boolean blank = isBlank(octet);
                if (kept < LONGEST_NAME && !(blank && afterBlank)) {
                    start[kept++] = (byte) octet;
                }
                afterBlank = blank;
                if (octet == '\n') {
                    break;
                }
                octet = next();
            }
            return length > 0;
        }

        private int next() throws IOException {
            if (position == end) {
                end = Math.max(0, in.read(piece, 0, piece.length));
                position = 0;
            }
            return end == 0 ? -1 : piece[position++] & 0xff;
        }

        boolean isEmpty() {
            return length <= 2 && text(kept).isBlank();
        }

        boolean isContinuation() {
            return kept > 0 && isBlank(start[0]);
        }

        String fieldName() {
            int colon = 0;
            while (colon < kept && start[colon] != ':') {
                colon++;
            }
            // RFC 5322 §4.5: obsolete syntax allows white space before the colon
            boolean blank = colon > 0 && isBlank(start[colon - 1]);
            return colon == kept ? "" : text(blank ? colon - 1 : colon).toLowerCase(Locale.ROOT);
        }

        private String text(int octets) {
            return new String(start, 0, octets, StandardCharsets.ISO_8859_1);
        }

        private static boolean isBlank(int octet) {
            return octet == ' ' || octet == '\t';
        }
    }
}
