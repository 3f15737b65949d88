package dev.postern.smtp.wire;

import java.io.IOException;

/** A message that can't be sent, because it holds a bare CR, a bare LF or a NUL. */
public final class MalformedContentException extends IOException {
    private static final long serialVersionUID = 1L;

    public MalformedContentException() {
        super("the message holds a bare CR, a bare LF or a NUL; lines must end in CRLF");
    }
}
