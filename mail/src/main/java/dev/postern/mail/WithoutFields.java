package dev.postern.mail;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A message seen without some of its header fields; the rest is read from the original, which it closes. */
public final class WithoutFields implements Message {
    /** The fields that would tell recipients of each other (RFC 5322 §3.6.3, §3.6.6). */
    private static final Set<String> BLIND = Set.of("bcc", "resent-bcc");

    private static final int LONGEST_NAME = 78;

    private final Message original;
    private final List<Cut> cuts;
    private final long size;

    private WithoutFields(Message original, List<Cut> cuts) {
        this.original = original;
        this.cuts = List.copyOf(cuts);
        this.size = original.size() - cuts.stream().mapToLong(Cut::length).sum();
    }

    /** The octets from start (included) to end (excluded). */
    private record Cut(long start, long end) {
        long length() {
            return end - start;
        }
    }

    /**
     * The message without its Bcc and Resent-Bcc fields; the same message if it has none.
     *
     * @throws IOException if the message can't be read
     */
    public static Message blind(Message message) throws IOException {
        List<Cut> cuts = find(message, BLIND);
        return cuts.isEmpty() ? message : new WithoutFields(message, cuts);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public InputStream open() throws IOException {
        return new CutStream(original.open(), cuts);
    }

    @Override
    public void close() {
        original.close();
    }

    private static List<Cut> find(Message message, Set<String> names) throws IOException {
        List<Cut> cuts = new ArrayList<>();
        try (InputStream in = new BufferedInputStream(message.open())) {
            HeaderLine line = new HeaderLine();
            long start = 0;
            boolean cutting = false;
            while (line.read(in) && !line.isEmpty()) {
                // RFC 5322 §2.2.3: a line that starts with white space continues the field before it
                cutting = line.isContinuation() ? cutting : names.contains(line.fieldName());
                if (cutting) {
                    cuts.add(new Cut(start, start + line.length));
                }
                start += line.length;
            }
        }
        return cuts;
    }

    /** One line of the header, of which only the start is kept. */
    private static final class HeaderLine {
        private final ByteArrayOutputStream start = new ByteArrayOutputStream(LONGEST_NAME);
        private long length;

        boolean read(InputStream in) throws IOException {
            start.reset();
            length = 0;
            int octet = in.read();
            while (octet >= 0) {
                length++;
                if (start.size() < LONGEST_NAME) {
                    start.write(octet);
                }
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
            return colon < 0 ? "" : text.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        }

        private String text() {
            return start.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private static final class CutStream extends FilterInputStream {
        private final List<Cut> cuts;
        private int next;
        private long position;

        CutStream(InputStream in, List<Cut> cuts) {
            super(in);
            this.cuts = cuts;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            while (next < cuts.size() && cuts.get(next).start() == position) {
                in.skipNBytes(cuts.get(next).length());
                position += cuts.get(next).length();
                next++;
            }
            int most =
                    next < cuts.size() ? (int) Math.min(length, cuts.get(next).start() - position) : length;
            int count = in.read(target, offset, most);
            position += Math.max(0, count);
            return count;
        }

        @Override
        public long skip(long count) throws IOException {
            byte[] skipped = new byte[(int) Math.min(8 << 10, count)];
            return Math.max(0, read(skipped, 0, skipped.length));
        }

        @Override
        public int available() {
            return 0;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
