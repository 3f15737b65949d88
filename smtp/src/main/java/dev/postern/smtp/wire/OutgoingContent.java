package dev.postern.smtp.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A message with the framing that shows a server its end, in pieces, so that it is never in memory as a whole. */
public interface OutgoingContent {
    /**
     * The next piece, or null behind the last.
     *
     * @throws MalformedContentException if the message would be ambiguous on the wire: then close the connection, since the end must
     *     not be sent
     * @throws IOException if the message can't be read; close the connection then, too
     */
    @Nullable
    ByteBuf next(ByteBufAllocator allocator) throws IOException;
}
