package dev.postern.smtp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.smtp.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** What a reply becomes on its way to the client. */
public final class RoundTrip {
    private RoundTrip() {}

    /** Fails unless the client sees this reply, and nothing behind it. */
    public static void check(Reply reply) {
        ByteBuf out = Unpooled.buffer();
        ReplyEncoder.encode(reply, out);
        try {
            assertEquals(reply, new ReplyDecoder().next(out));
        } catch (ProtocolException e) {
            throw new AssertionError("the client sees no reply", e);
        }
        assertEquals(0, out.readableBytes());
    }
}
