package dev.postern.smtp.wire;

import io.netty.buffer.ByteBuf;

/** Writes command lines; nothing that it writes can be taken for more than one command. */
public final class CommandEncoder {
    private CommandEncoder() {}

    /**
     * Appends the line and CRLF.
     *
     * @throws IllegalArgumentException if the line holds an octet outside of printable US-ASCII
     */
    public static void encode(String line, ByteBuf out) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c < ' ' || c > '~') {
                throw new IllegalArgumentException("a command holds a character that is not printable US-ASCII");
            }
        }
        for (int i = 0; i < line.length(); i++) {
            out.writeByte(line.charAt(i));
        }
        out.writeByte('\r').writeByte('\n');
    }
}
