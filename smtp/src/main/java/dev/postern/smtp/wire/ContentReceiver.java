package dev.postern.smtp.wire;

import io.netty.buffer.ByteBuf;

/** Takes the content of a mail as it is freed of its framing. */
@FunctionalInterface
public interface ContentReceiver {
    /** Takes {@code length} octets at {@code index}, which it must copy or use before it returns. */
    void content(ByteBuf in, int index, int length);
}
