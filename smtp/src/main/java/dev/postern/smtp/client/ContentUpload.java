package dev.postern.smtp.client;

import dev.postern.mail.Message;
import dev.postern.smtp.wire.ContentEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The content of one mail on its way out, as fast as the connection takes it. */
final class ContentUpload implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ContentUpload.class);

    private final Channel channel;
    private final InputStream input;
    private final ContentEncoder encoder;

    ContentUpload(Channel channel, Message message) throws IOException {
        this.channel = channel;
        this.input = message.open();
        this.encoder = new ContentEncoder(input);
    }

    /** Writes until all is written, which it answers with true, or the connection is full. */
    boolean proceed() throws IOException {
        boolean wrote = false;
        try {
            while (channel.isWritable()) {
                ByteBuf piece = encoder.next(channel.alloc());
                if (piece == null) {
                    return true;
                }
                channel.write(piece, channel.voidPromise());
                wrote = true;
            }
            return false;
        } finally {
            if (wrote) {
                channel.flush();
            }
        }
    }

    @Override
    public void close() {
        try {
            input.close();
        } catch (IOException e) {
            LOG.debug("A message could not be closed: {}", e.toString());
        }
    }
}
