package dev.postern.kafka.source.pop3;

import dev.postern.kafka.source.mailbox.GuardedSocket;
import dev.postern.kafka.source.mailbox.ServerLimitException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Commands and answers, line by line (RFC 1939 §3). What is not asked for is not read, so that whoever has the connection next misses nothing. Used by one thread. */
final class Pop3Lines {
    private static final int LONGEST = 16_384; // RFC 5034 §4: a challenge may have 12,288
    private static final int MOST_LINES = 200;

    private final InputStream in;
    private final OutputStream out;

    Pop3Lines(GuardedSocket socket) throws IOException {
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** Says a line, and gives the answer. */
    Answer ask(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        return answer();
    }

    /**
     * The next answer.
     *
     * @throws IOException if it is none, or the connection is over
     */
    Answer answer() throws IOException {
        String line = line();
        if (line.startsWith("+OK")) {
            return new Answer(Answer.Kind.OK, rest(line, 3));
        } else if (line.startsWith("-ERR")) {
            return new Answer(Answer.Kind.ERROR, rest(line, 4));
        } else if (line.equals("+") || line.startsWith("+ ")) { // RFC 5034 §4
            return new Answer(Answer.Kind.CHALLENGE, rest(line, 1));
        }
        throw new IOException("the server speaks no POP3");
    }

    /** The lines behind an answer, up to the lone dot. */
    List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.equals("."); line = line()) {
            if (lines.size() == MOST_LINES) {
                throw new ServerLimitException("the server lists more than " + MOST_LINES + " capabilities");
            }
            lines.add(line);
        }
        return lines;
    }

    private static String rest(String line, int from) {
        return line.substring(from).strip();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the server has closed the connection");
            } else if (line.size() == LONGEST) {
                throw new ServerLimitException("a line of the server is longer than " + LONGEST + " octets");
            }
            line.write(octet);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** What a server says to a command. */
    record Answer(Kind kind, String text) {
        enum Kind {
            OK,
            ERROR,
            CHALLENGE
        }

        boolean isOk() {
            return kind == Kind.OK;
        }

        /** RFC 2449 §8, RFC 3206 §4: whether a later attempt may fare better. */
        boolean isForNow() {
            return text.startsWith("[IN-USE]") || text.startsWith("[LOGIN-DELAY]") || text.startsWith("[SYS/TEMP]");
        }
    }
}
