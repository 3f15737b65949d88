package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.Command;
import dev.postern.smtp.Reply;
import dev.postern.smtp.Verb;
import dev.postern.smtp.wire.CommandDecoder;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * A conversation as its client sees it: what it sent, and the replies. Every complete command has one, nothing else has, and a mail is taken where
 * its end came and 250 was said to it.
 */
final class ExpectedReplies {
    private static final int MAX_LINE = 2_048;
    private static final int MAX_AUTH_LINE = 12_288;

    private final String sent;
    private final Deque<Reply> replies;
    private final List<String> mails = new ArrayList<>();
    private final StringBuilder chunks = new StringBuilder();
    private State state = State.COMMAND;
    private int at;

    private enum State {
        COMMAND,
        RESPONSE,
        CONTENT,
        CLOSED
    }

    /**
     * @param sent a character each octet
     * @param replies with the greeting
     */
    ExpectedReplies(String sent, Collection<Reply> replies) {
        this.sent = sent;
        this.replies = new ArrayDeque<>(replies);
    }

    /** Goes through all that was sent; fails where a reply is missing, or is too many. */
    void follow() {
        reply();
        boolean complete = true;
        while (complete && state != State.CLOSED) {
            complete = state == State.CONTENT ? content() : line();
        }
        assertTrue(replies.isEmpty(), () -> "replies to nothing: " + replies);
    }

    /** The contents of the mails that were taken. */
    List<String> mails() {
        return mails;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    private Reply reply() {
        assertFalse(replies.isEmpty(), () -> "no reply to what ends at " + at);
        Reply reply = replies.remove();
        if (reply.code() == 421 || reply.code() == 221) {
            state = State.CLOSED;
        }
        return reply;
    }

    private boolean line() {
        boolean auth = state == State.RESPONSE || sent.regionMatches(true, at, "AUTH ", 0, 5);
        int end = at;
        while (end < sent.length() && "\r\n\0".indexOf(sent.charAt(end)) < 0) {
            end++;
        }
        boolean tooLong = end - at > (auth ? MAX_AUTH_LINE : MAX_LINE) - 2;
        boolean waits = end == sent.length() || (end + 1 == sent.length() && sent.charAt(end) == '\r');
        if (!tooLong && waits) {
            return false;
        }
        if (tooLong || !sent.startsWith("\r\n", end)) {
            assertTrue(reply().code() > 400);
            state = State.CLOSED;
            return true;
        }
        String line = sent.substring(at, end + 2);
        at = end + 2;
        if (state == State.RESPONSE) {
            state = State.COMMAND;
            follow(reply());
            return true;
        }
        Command command = new CommandDecoder(MAX_LINE).next(Unpooled.copiedBuffer(line, StandardCharsets.ISO_8859_1));
        if (command instanceof Command.Bdat chunk) {
            return chunk(chunk);
        }
        Reply reply = reply();
        if (command instanceof Command.Malformed malformed && malformed.verb() == Verb.BDAT) {
            state = State.CLOSED;
        }
        follow(reply);
        boolean resets = command.verb() == Verb.RSET || command.verb() == Verb.EHLO || command.verb() == Verb.HELO;
        if (resets && reply.isPositive()) {
            chunks.setLength(0);
        }
        return true;
    }

    private void follow(Reply reply) {
        if (reply.code() == 354) {
            state = State.CONTENT;
        } else if (reply.code() == 334) {
            state = State.RESPONSE;
        }
    }

    private boolean content() {
        int end = sent.startsWith(".\r\n", at) ? at : sent.indexOf("\r\n.\r\n", at) + 2;
        if (end == 1) {
            return false;
        }
        String stuffed = "\r\n" + sent.substring(at, end);
        at = end + 3;
        state = State.COMMAND;
        if (reply().code() == 250) {
            taken(stuffed.replace("\r\n.", "\r\n").substring(2));
        }
        return true;
    }

    private boolean chunk(Command.Bdat chunk) {
        if (chunk.size() > sent.length() - at) {
            return false;
        }
        int end = at + (int) chunk.size();
        String octets = sent.substring(at, end);
        at = end;
        boolean taken = reply().code() == 250;
        chunks.append(taken ? octets : "");
        if (taken && chunk.last()) {
            taken(chunks.toString());
        }
        if (chunk.last() && state != State.CLOSED) {
            chunks.setLength(0);
        }
        return true;
    }

    private void taken(String content) {
        assertFalse(content.startsWith(" ") || content.startsWith("\t"), "content goes on with our trace field");
        mails.add(content);
    }
}
