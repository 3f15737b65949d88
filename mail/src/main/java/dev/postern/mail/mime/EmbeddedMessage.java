package dev.postern.mail.mime;

import dev.postern.mail.Message;
import java.io.IOException;
import java.io.InputStream;

/** A message that stands in another one: however deep it is nested, it is read from the outermost. Open as long as that is. */
final class EmbeddedMessage implements Message {
    private final Message outermost;
    private final Stretch place;

    private EmbeddedMessage(Message outermost, Stretch place) {
        this.outermost = outermost;
        this.place = place;
    }

    static Message of(Message around, Stretch place) {
        if (around instanceof EmbeddedMessage nested) {
            long start = nested.place.start();
            return new EmbeddedMessage(nested.outermost, new Stretch(start + place.start(), start + place.end()));
        }
        return new EmbeddedMessage(around, place);
    }

    @Override
    public long size() {
        return place.size();
    }

    @Override
    public InputStream open() throws IOException {
        InputStream in = outermost.open();
        try {
            in.skipNBytes(place.start());
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
        return new StretchStream(in, place.size());
    }

    @Override
    public boolean isInMemory() {
        return outermost.isInMemory();
    }

    /** Nothing is its own. */
    @Override
    public void close() {}
}
