package dev.postern.smtp.client;

import dev.postern.mail.Message;
import dev.postern.smtp.wire.ChunkEncoder;
import dev.postern.smtp.wire.ContentEncoder;
import dev.postern.smtp.wire.OutgoingContent;
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
    private final OutgoingContent content;

    private ContentUpload(Channel channel, InputStream input, OutgoingContent content) {
        this.channel = channel;
        this.input = input;
        this.content = content;
    }

    /** Content behind DATA. */
    static ContentUpload dotted(Channel channel, Message message) throws IOException {
        InputStream input = message.open();
        return new ContentUpload(channel, input, new ContentEncoder(input, message.size()));
    }

    /** Content as one chunk of BDAT. */
    static ContentUpload chunk(Channel channel, Message message) throws IOException {
        InputStream input = message.open();
        return new ContentUpload(channel, input, new ChunkEncoder(input, message.size()));
    }

    /** Writes until all is written, which it answers with true, or the connection is full. */
    boolean proceed() throws IOException {
        boolean wrote = false;
        try {
            while (channel.isWritable()) {
                ByteBuf piece = content.next(channel.alloc());
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
