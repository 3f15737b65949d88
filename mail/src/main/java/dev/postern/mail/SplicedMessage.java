package dev.postern.mail;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message in which other octets stand in the place of some; the rest is read from the original, which it closes. */
public final class SplicedMessage implements Message {
    private final Message original;
    private final List<Splice> splices;
    private final long size;

    /** @param splices in the order of their positions, without overlap */
    public SplicedMessage(Message original, List<Splice> splices) {
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

    private static final class SplicedStream extends RunInputStream {
        private final InputStream in;
        private final List<Splice> splices;
        private int next;
        private long position;
        private @Nullable InputStream replacement;

        SplicedStream(InputStream in, List<Splice> splices) {
            this.in = in;
            this.splices = splices;
        }

        @Override
        protected int readRun(byte[] target, int offset, int length) throws IOException {
            while (true) {
                if (replacement != null) {
                    int count = replacement.read(target, offset, length);
                    if (count >= 0) {
                        return count;
                    }
                    replacement = null;
                    in.skipNBytes(splices.get(next - 1).end() - position);
                    position = splices.get(next - 1).end();
                }
                if (next == splices.size() || splices.get(next).position() > position) {
                    return readOriginal(target, offset, length);
                }
                Splice splice = splices.get(next++);
                replacement = splice.replacement().open(new Replaced(splice.end()));
            }
        }

        /** What stands between splices is skipped and not read. */
        @Override
        public long skip(long count) throws IOException {
            long end = next < splices.size() ? splices.get(next).position() : Long.MAX_VALUE;
            if (count <= 0 || replacement != null || position >= end) {
                return super.skip(count);
            }
            long skipped = in.skip(Math.min(count, end - position));
            position += skipped;
            return skipped;
        }

        private int readOriginal(byte[] target, int offset, int length) throws IOException {
            long end = next < splices.size() ? splices.get(next).position() : Long.MAX_VALUE;
            int count = in.read(target, offset, (int) Math.min(length, end - position));
            position += Math.max(0, count);
            return count;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }

        /** What a replacement stands for. */
        private final class Replaced extends RunInputStream {
            private final long end;

            Replaced(long end) {
                this.end = end;
            }

            @Override
            protected int readRun(byte[] target, int offset, int length) throws IOException {
                if (position == end) {
                    return -1;
                }
                int count = in.read(target, offset, (int) Math.min(length, end - position));
                position += Math.max(0, count);
                return count;
            }
        }
    }
}
