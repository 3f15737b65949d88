package dev.postern.smtp.milter;

import dev.postern.mail.HeaderEdit;
import dev.postern.smtp.milter.Response.Signal;
import io.netty.buffer.ByteBuf;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Turns the letter and the data of one packet into what a milter says. */
final class ResponseReader {
    private static final Charset OCTETS = StandardCharsets.ISO_8859_1;
    private static final int LONGEST_REASON = 200;

    private final ByteBuf data;
    private final boolean leadingSpace;

    private ResponseReader(ByteBuf data, boolean leadingSpace) {
        this.data = data;
        this.leadingSpace = leadingSpace;
    }

    /**
     * Reads one packet.
     *
     * @param leadingSpace whether values of header fields bring the space behind the colon
     * @throws MilterException if there is no such packet
     */
    static Response read(char letter, ByteBuf data, boolean leadingSpace) throws MilterException {
        ResponseReader reader = new ResponseReader(data, leadingSpace);
        try {
            Response response = reader.read(letter);
            if (data.isReadable()) {
                throw new MilterException("has sent a packet with more in it than belongs there");
            }
            return response;
        } catch (IllegalArgumentException e) {
            throw new MilterException("wants a header that can't be: " + e.getMessage(), e);
        }
    }

    private Response read(char letter) throws MilterException {
        return switch (letter) {
            case 'c' -> Signal.CONTINUE;
            case 'a' -> Signal.ACCEPT;
            case 'r' -> Signal.REJECT;
            case 't' -> Signal.TEMPFAIL;
            case 'd' -> Signal.DISCARD;
            case 's' -> Signal.SKIP;
            case 'p' -> Signal.PROGRESS;
            case 'y' -> new Response.Refusal(ReplyText.parse(text()));
            case 'h' -> new Response.Edit(new HeaderEdit.Append(text(), value()), Options.ADD_HEADERS);
            case 'i' -> new Response.Edit(new HeaderEdit.Insert(number(), text(), value()), Options.ADD_HEADERS);
            case 'm' -> new Response.Edit(change(), Options.CHANGE_HEADERS);
            case 'q' -> new Response.Quarantine(printable(text()));
            case 'O' -> negotiated();
            default -> throw new MilterException("has sent a packet of a kind that was not agreed on");
        };
    }

    private HeaderEdit change() throws MilterException {
        int nth = Math.max(1, number()); // 0 stands for the first, too
        String name = text();
        String value = text();
        return value.isEmpty() ? new HeaderEdit.Delete(nth, name) : new HeaderEdit.Change(nth, name, spaced(value));
    }

    private Response negotiated() throws MilterException {
        Options options = new Options(number(), number(), number());
        data.skipBytes(data.readableBytes()); // the macros that it would like, which we don't offer to choose
        return new Response.Negotiated(options);
    }

    private String value() throws MilterException {
        return spaced(text());
    }

    /** The value behind the colon, with the line ends of a message. */
    private String spaced(String value) {
        String folded = value.replace("\r\n", "\n").replace("\n", "\r\n");
        return leadingSpace ? folded : " " + folded;
    }

    private int number() throws MilterException {
        if (data.readableBytes() < Integer.BYTES) {
            throw new MilterException("has sent a packet that ends too early");
        }
        return data.readInt();
    }

    private String text() throws MilterException {
        int length = data.bytesBefore((byte) 0);
        if (length < 0) {
            throw new MilterException("has sent a packet that ends too early");
        }
        String text = data.toString(data.readerIndex(), length, OCTETS);
        data.skipBytes(length + 1);
        return text;
    }

    private static String printable(String reason) {
        return reason.substring(0, Math.min(LONGEST_REASON, reason.length())).replaceAll("[^ -~]", "?");
    }
}
