package dev.postern.jca.inbound;

import dev.postern.jca.InboundAttachment;
import dev.postern.mail.content.AttachedFile;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** An attachment as the bean sees it. */
record ReceivedAttachment(AttachedFile file) implements InboundAttachment {
    @Override
    public String name() {
        return file.name();
    }

    @Override
    public @Nullable String rawName() {
        return file.rawName();
    }

    @Override
    public String contentType() {
        return file.contentType();
    }

    @Override
    public String disposition() {
        return file.disposition();
    }

    @Override
    public @Nullable String contentId() {
        return file.contentId();
    }

    @Override
    public long encodedSize() {
        return file.encodedSize();
    }

    @Override
    public InputStream open() throws IOException {
        return file.open();
    }

    @Override
    public String toString() {
        return name() + " (" + contentType() + ")";
    }
}
