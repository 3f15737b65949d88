package dev.postern.smtp.wire;

import dev.postern.smtp.EnhancedCode;
import dev.postern.smtp.Reply;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Writes a {@link Reply} as it stands on the wire (RFC 5321 §4.2.1); what is not printable US-ASCII becomes question marks, and
 * the text of a line is cut where the line would be longer than 512 octets (§4.5.3.1.5).
 */
public final class ReplyEncoder {
    private static final int MAX_LINE = 512 - 2; // without CRLF

    private ReplyEncoder() {}

    /** Appends all lines of the reply, each with its code, enhanced status code and CRLF (RFC 2034 §4). */
    public static void encode(Reply reply, ByteBuf out) {
        List<String> lines = reply.lines();
        int last = lines.size() - 1;
        for (int i = 0; i <= last; i++) {
            int start = out.writerIndex();
            number(reply.code(), out);
            out.writeByte(i == last ? ' ' : '-');
            EnhancedCode enhanced = reply.enhanced();
            if (enhanced != null) {
                enhanced(enhanced, out);
            }
            text(lines.get(i), MAX_LINE - (out.writerIndex() - start), out);
            out.writeByte('\r').writeByte('\n');
        }
    }

    private static void text(String line, int room, ByteBuf out) {
        for (int i = 0; i < Math.min(room, line.length()); i++) {
            char c = line.charAt(i);
            out.writeByte(c >= ' ' && c <= '~' ? c : '?');
        }
    }

    private static void enhanced(EnhancedCode code, ByteBuf out) {
        number(code.severity(), out);
        out.writeByte('.');
        number(code.subject(), out);
        out.writeByte('.');
        number(code.detail(), out);
        out.writeByte(' ');
    }

    private static void number(int value, ByteBuf out) {
        if (value >= 100) {
            out.writeByte('0' + value / 100);
        }
        if (value >= 10) {
            out.writeByte('0' + value / 10 % 10);
        }
        out.writeByte('0' + value % 10);
    }
}
