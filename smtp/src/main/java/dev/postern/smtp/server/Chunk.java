package dev.postern.smtp.server;

import dev.postern.smtp.Command;
import dev.postern.smtp.Reply;
import dev.postern.smtp.wire.ChunkDecoder;
import dev.postern.smtp.wire.ContentReceiver;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A chunk on its way in (RFC 3030 §2). One that is refused flows by like the others, for its octets are on their way already.
 *
 * @param before the phase that a refused chunk leaves as it was
 */
record Chunk(
        ChunkDecoder decoder,
        ContentReceiver receiver,
        boolean isLast,
        @Nullable Reply refusal,
        Phase before) {
    /** A message's first chunk. */
    static Chunk first(Command.Bdat command, Transaction mail) {
        ChunkDecoder decoder = new ChunkDecoder(mail.isBinary());
        return begun(command, new Chunk(decoder, mail, command.last(), null, Phase.RECIPIENTS));
    }

    /** The chunk that comes behind this one of the same message. */
    Chunk next(Command.Bdat command) {
        return begun(command, new Chunk(decoder, receiver, command.last(), null, Phase.CHUNKS));
    }

    /** A chunk that belongs to no message. */
    static Chunk refused(Command.Bdat command, Reply refusal, Phase before) {
        ContentReceiver nobody = (in, index, length) -> {};
        return begun(command, new Chunk(new ChunkDecoder(true), nobody, command.last(), refusal, before));
    }

    /** Whether it is the last of a message that takes it. */
    boolean endsMail() {
        return isLast && refusal == null;
    }

    /** Takes what has come of it; whether that was its end. */
    boolean take(ByteBuf in) {
        return decoder.decode(in, receiver);
    }

    /** Whether the message is malformed so far, or as a whole where this is its last chunk. */
    boolean isMalformed() {
        return decoder.isMalformed(isLast);
    }

    private static Chunk begun(Command.Bdat command, Chunk chunk) {
        chunk.decoder.begin(command.size());
        return chunk;
    }
}
