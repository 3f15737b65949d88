package dev.postern.mail.dsn;

import dev.postern.mail.Message;
import dev.postern.mail.RunInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message of several sections, one behind the other; what they read from belongs to someone else, who closes it. */
final class ComposedMessage implements Message {
    private final List<Section> sections;
    private final long size;

    ComposedMessage(List<Section> sections) {
        this.sections = List.copyOf(sections);
        this.size = sections.stream().mapToLong(Section::size).sum();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public InputStream open() {
        return new SectionsStream(sections);
    }

    @Override
    public boolean isInMemory() {
        return sections.stream().allMatch(Section::isInMemory);
    }

    @Override
    public void close() {}

    private static final class SectionsStream extends RunInputStream {
        private final List<Section> sections;
        private int next;
        private @Nullable InputStream current;

        SectionsStream(List<Section> sections) {
            this.sections = sections;
        }

        @Override
        protected int readRun(byte[] target, int offset, int length) throws IOException {
            while (true) {
                if (current == null) {
                    if (next == sections.size()) {
                        return -1;
                    }
                    current = sections.get(next++).open();
                }
                int count = current.read(target, offset, length);
                if (count >= 0) {
                    return count;
                }
                close();
            }
        }

        @Override
        public void close() throws IOException {
            InputStream open = current;
            current = null;
            if (open != null) {
                open.close();
            }
        }
    }
}
