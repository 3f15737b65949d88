package dev.postern.smtp.wire;

import dev.postern.mail.Ascii;
import dev.postern.smtp.Command;
import dev.postern.smtp.Reply;
import dev.postern.smtp.Verb;
import io.netty.buffer.ByteBuf;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of a client into commands.
 *
 * <p>A command line ends in CRLF. A line with a bare CR, a bare LF, a NUL or too many octets can't be told from an attack on
 * the framing, and behind a malformed BDAT nobody knows how much content follows, so these break the connection: answer and close. So does HTTP.
 */
public final class CommandDecoder {
    private static final Command BARE_LF =
            new Command.Malformed(null, Reply.of(521, "5.5.2", "Bare LF in a command, lines end in CRLF; closing"));
    private static final Command BARE_CR =
            new Command.Malformed(null, Reply.of(521, "5.5.2", "Bare CR in a command, lines end in CRLF; closing"));
    private static final Command NUL = new Command.Malformed(null, Reply.of(521, "5.5.2", "NUL in a command; closing"));
    private static final Command TOO_LONG =
            new Command.Malformed(null, Reply.of(500, "5.5.6", "Command line too long; closing"));

    /** The most octets of AUTH and of a response, CRLF included (RFC 4954 §4). */
    private static final int MAX_AUTH_LINE = 12_288;

    private static final Reply NOT_UTF8 = Reply.of(500, "5.5.2", "Neither US-ASCII nor UTF-8");

    private final int maxLine;
    private boolean broken;

    /** @param maxLine the most octets of a line, CRLF included; AUTH and its responses may always have 12,288 (RFC 4954 §4) */
    public CommandDecoder(int maxLine) {
        this.maxLine = maxLine;
    }

    /**
     * The next command in the buffer, whose reader index moves behind it; null if its line is not complete yet.
     *
     * @throws IllegalStateException after {@link #isBroken()}
     */
    public @Nullable Command next(ByteBuf in) {
        return next(in, isAuth(in) ? Math.max(maxLine, MAX_AUTH_LINE) : maxLine, false);
    }

    /** As {@link #next}, for a line that answers a challenge of AUTH. */
    public @Nullable Command nextResponse(ByteBuf in) {
        return next(in, MAX_AUTH_LINE, true);
    }

    /** The most octets that may stay in the buffer until a line is complete. */
    public int longestLine() {
        return Math.max(maxLine, MAX_AUTH_LINE);
    }

    private @Nullable Command next(ByteBuf in, int longest, boolean response) {
        if (broken) {
            throw new IllegalStateException("the framing of this connection is lost");
        }
        int start = in.readerIndex();
        int end = in.writerIndex();
        int special = Octets.indexOfLineBreakOrNul(in, start, end);
        if ((special < 0 ? end : special) - start > longest - 2) {
            return lost(TOO_LONG);
        }
        if (special < 0) {
            return null;
        }
        byte octet = in.getByte(special);
        if (octet == '\r') {
            if (special + 1 == end) {
                return null;
            }
            if (in.getByte(special + 1) != '\n') {
                return lost(BARE_CR);
            }
            Command command = response
                    ? new Command.AuthResponse(in.toString(start, special - start, StandardCharsets.ISO_8859_1))
                    : command(in, start, special - start);
            in.readerIndex(special + 2);
            broken = command == CommandParser.HTTP
                    || (command instanceof Command.Malformed
                            && command.verb() == Verb.BDAT); // where does its chunk end?
            return command;
        }
        return lost(octet == '\n' ? BARE_LF : NUL);
    }

    /** Whether the last command lost the framing: the connection must be closed after its reply. */
    public boolean isBroken() {
        return broken;
    }

    private static boolean isAuth(ByteBuf in) {
        int start = in.readerIndex();
        return in.readableBytes() > Verb.AUTH.name().length()
                && in.getByte(start + Verb.AUTH.name().length()) == ' '
                && in.toString(start, Verb.AUTH.name().length(), StandardCharsets.ISO_8859_1)
                        .equalsIgnoreCase(Verb.AUTH.name());
    }

    private static Command command(ByteBuf in, int start, int length) {
        String octets = in.toString(start, length, StandardCharsets.ISO_8859_1);
        if (Ascii.holds(octets)) {
            return CommandParser.parse(octets);
        }
        try {
            return CommandParser.parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(in.nioBuffer(start, length))
                    .toString());
        } catch (CharacterCodingException e) {
            return CommandParser.refuse(octets, NOT_UTF8);
        }
    }

    private Command lost(Command reason) {
        broken = true;
        return reason;
    }
}
