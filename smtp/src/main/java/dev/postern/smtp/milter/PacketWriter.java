package dev.postern.smtp.milter;

import dev.postern.mail.Address;
import dev.postern.mail.Client;
import dev.postern.mail.HeaderFields;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The packets that we send. */
final class PacketWriter {
    /** The most octets of a body, or of a header field, in one packet. */
    static final int CHUNK = 65_535;

    /** Nothing more than the length and a letter. */
    private static final int HEAD = Integer.BYTES + 1;

    private PacketWriter() {}

    static ByteBuf negotiate(Options offer) {
        ByteBuf packet = begin('O');
        packet.writeInt(offer.version()).writeInt(offer.actions()).writeInt(offer.protocol());
        return end(packet);
    }

    /** What stands before a step; empty where there is nothing to say. */
    static ByteBuf macros(Step step, List<Map.Entry<String, String>> macros) {
        if (macros.isEmpty()) {
            return Unpooled.EMPTY_BUFFER;
        }
        ByteBuf packet = begin('D').writeByte(step.letter());
        macros.forEach(macro -> text(text(packet, macro.getKey()), macro.getValue()));
        return end(packet);
    }

    static ByteBuf connect(Client client) {
        InetAddress address = client.address().getAddress();
        ByteBuf packet = text(begin(Step.CONNECT.letter()), Macros.hostText(client));
        packet.writeByte(address instanceof Inet6Address ? '6' : '4');
        packet.writeShort(client.address().getPort());
        return end(text(packet, Macros.addressText(client)));
    }

    /** A step whose data are strings. */
    static ByteBuf texts(Step step, String... values) {
        ByteBuf packet = begin(step.letter());
        for (String value : values) {
            text(packet, value);
        }
        return end(packet);
    }

    /**
     * A step that names an address, or none, and what was declared with it: strings that hold nothing but the printable US-ASCII of which
     * parameters are made.
     */
    static ByteBuf path(Step step, @Nullable Address address, Map<String, String> parameters) {
        ByteBuf packet = text(begin(step.letter()), "<" + (address == null ? "" : address) + ">");
        parameters.forEach((keyword, value) -> text(packet, value.isEmpty() ? keyword : keyword + "=" + value));
        return end(packet);
    }

    static ByteBuf header(HeaderFields.Field field, boolean leadingSpace) {
        String value = field.value().replace("\r\n", "\n");
        ByteBuf packet = begin(Step.HEADER.letter());
        octets(packet, field.name());
        octets(packet, !leadingSpace && value.startsWith(" ") ? value.substring(1) : value);
        return end(packet);
    }

    /** Whether a field fits into a packet. */
    static boolean fits(HeaderFields.Field field) {
        return field.name().length() + field.value().length() + 2 < CHUNK;
    }

    /** A packet of one letter. */
    static ByteBuf bare(char letter) {
        return end(begin(letter));
    }

    /** A packet that takes octets of a body, and {@link #end}. */
    static ByteBuf beginBody() {
        ByteBuf packet = Unpooled.buffer(HEAD + CHUNK, HEAD + CHUNK);
        return packet.writeInt(0).writeByte(Step.BODY.letter());
    }

    /** Whether a packet for a body has octets of it. */
    static boolean hasBody(ByteBuf packet) {
        return packet.readableBytes() > HEAD;
    }

    /** Sets the length of a packet. */
    static ByteBuf end(ByteBuf packet) {
        return packet.setInt(0, packet.readableBytes() - Integer.BYTES);
    }

    private static ByteBuf begin(char letter) {
        return Unpooled.buffer(64).writeInt(0).writeByte(letter);
    }

    private static ByteBuf text(ByteBuf packet, String value) {
        ByteBufUtil.writeUtf8(packet, value.replace('\0', '?')); // as a client's certificate might hold one
        return packet.writeByte(0);
    }

    private static void octets(ByteBuf packet, String value) {
        packet.writeCharSequence(value, StandardCharsets.ISO_8859_1);
        packet.writeByte(0);
    }
}
