package dev.postern.smtp.wire;

import io.netty.buffer.ByteBuf;

/**
 * Follows the content after DATA to its end, CRLF dot CRLF, and takes the dot-stuffing off (RFC 5321 §4.5.2).
 *
 * <p>Only CRLF starts a line, so only CRLF dot CRLF ends the content. A bare CR, a bare LF or a NUL makes it {@link #isMalformed()
 * malformed}; the decoder still goes on to the true end, so that nothing of a refused mail is ever read as a command.
 */
public final class ContentDecoder {
    private State state = State.LINE_START;
    private boolean malformed;

    private enum State {
        LINE_START,
        DOT,
        DOT_CR,
        TEXT,
        CR
    }

    /**
     * Hands the content in the buffer to the receiver and moves the reader index behind what was used.
     *
     * @return whether the end was reached; octets behind it are left in the buffer
     */
    public boolean decode(ByteBuf in, ContentReceiver receiver) {
        int end = in.writerIndex();
        int runStart = in.readerIndex();
        int i = runStart;
        while (i < end) {
            switch (state) {
                case LINE_START -> {
                    if (in.getByte(i) == '.') {
                        emit(in, runStart, i, receiver);
                        i++;
                        runStart = i; // the dot is not content
                        state = State.DOT;
                    } else {
                        state = State.TEXT;
                    }
                }
                case DOT -> {
                    if (in.getByte(i) == '\r') {
                        i++;
                        state = State.DOT_CR;
                    } else {
                        state = State.TEXT;
                    }
                }
                case DOT_CR -> {
                    if (in.getByte(i) == '\n') {
                        in.readerIndex(i + 1);
                        return true;
                    }
                    malformed = true;
                    state = State.TEXT;
                }
                case TEXT -> {
                    int special = Octets.indexOfLineBreakOrNul(in, i, end);
                    if (special < 0) {
                        i = end;
                    } else {
                        i = special + 1;
                        if (in.getByte(special) == '\r') {
                            state = State.CR;
                        } else {
                            malformed = true;
                        }
                    }
                }
                case CR -> {
                    if (in.getByte(i) == '\n') {
                        i++;
                        state = State.LINE_START;
                    } else {
                        malformed = true;
                        state = State.TEXT;
                    }
                }
            }
        }
        // A CR behind a dot at the start of a line may belong to the end: it is content of no well-formed mail.
        emit(in, runStart, state == State.DOT_CR ? runStart : end, receiver);
        in.readerIndex(end);
        return false;
    }

    /** Whether the content so far holds a bare CR, a bare LF or a NUL; then it is not passed on, and must be refused. */
    public boolean isMalformed() {
        return malformed;
    }

    private void emit(ByteBuf in, int from, int to, ContentReceiver receiver) {
        if (to > from && !malformed) {
            receiver.content(in, from, to - from);
        }
    }
}
