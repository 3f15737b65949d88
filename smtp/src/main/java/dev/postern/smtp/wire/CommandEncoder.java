package dev.postern.smtp.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/** Writes command lines; nothing that it writes can be taken for more than one command. */
public final class CommandEncoder {
    private static final char FIRST_PRINTABLE_BEHIND_ASCII = 0xA0;

    private CommandEncoder() {}

    /**
     * Appends the line and CRLF.
     *
     * @param utf8 whether the server offers SMTPUTF8 (RFC 6531), and so takes letters outside of US-ASCII
     * @throws IllegalArgumentException if the line holds a control character, or one outside of US-ASCII that the server doesn't take
     */
    public static void encode(String line, boolean utf8, ByteBuf out) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean ascii = c >= ' ' && c <= '~';
            if (!ascii && !(utf8 && c >= FIRST_PRINTABLE_BEHIND_ASCII)) {
                throw new IllegalArgumentException("a command holds a character that is not printable US-ASCII");
            }
        }
        ByteBufUtil.writeUtf8(out, line);
        out.writeByte('\r').writeByte('\n');
    }
}
