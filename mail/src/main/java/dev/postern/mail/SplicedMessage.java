package dev.postern.mail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A message in which some octets stand in the place of others; the rest is read from the original, which it closes. */
final class SplicedMessage implements Message {
    private final Message original;
    private final List<Splice> splices;
    private final long size;

    /** @param splices in the order of their positions, without overlap */
    SplicedMessage(Message original, List<Splice> splices) {
        this.original = original;
        this.splices = List.copyOf(splices);
        this.size = original.size() + splices.stream().mapToLong(Splice::growth).sum();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public InputStream open() throws IOException {
        return new SplicedStream(original.open(), splices);
    }

    @Override
    public void close() {
        original.close();
    }

    private static final class SplicedStream extends InputStream {
        private final InputStream in;
        private final List<Splice> splices;
        private int next;
        private long position;
        private byte[] inserted = new byte[0];
        private int used;

        SplicedStream(InputStream in, List<Splice> splices) {
            this.in = in;
            this.splices = splices;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            while (used == inserted.length
                    && next < splices.size()
                    && splices.get(next).position() == position) {
                Splice splice = splices.get(next++);
                in.skipNBytes(splice.cut());
                position += splice.cut();
                inserted = splice.inserted().getBytes(StandardCharsets.ISO_8859_1);
                used = 0;
            }
            if (used < inserted.length) {
                int count = Math.min(length, inserted.length - used);
                System.arraycopy(inserted, used, target, offset, count);
                used += count;
                return count;
            }
            int most = next < splices.size()
                    ? (int) Math.min(length, splices.get(next).position() - position)
                    : length;
            int count = in.read(target, offset, most);
            position += Math.max(0, count);
            return count;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
