package dev.postern.smtp.milter;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/** Cuts what a milter sends into packets, and reads them. */
final class ResponseDecoder extends ByteToMessageDecoder {
    /** The most that one packet may hold; what libmilter sends is smaller. */
    static final int LONGEST = 65_536;

    private boolean leadingSpace;
    private boolean broken;

    /** Values of header fields bring the space behind the colon from here on. */
    void expectLeadingSpace() {
        leadingSpace = true;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws MilterException {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (in.readableBytes() < Integer.BYTES) {
            return;
        }
        long length = in.getUnsignedInt(in.readerIndex());
        if (length < 1 || length > LONGEST) {
            broken = true;
            throw new MilterException("has sent a packet of " + length + " octets");
        }
        if (in.readableBytes() < Integer.BYTES + length) {
            return;
        }
        in.skipBytes(Integer.BYTES);
        ByteBuf packet = in.readSlice((int) length);
        try {
            out.add(ResponseReader.read((char) packet.readUnsignedByte(), packet, leadingSpace));
        } catch (MilterException e) {
            broken = true;
            throw e;
        }
    }
}
