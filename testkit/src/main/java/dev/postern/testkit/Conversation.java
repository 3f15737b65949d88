package dev.postern.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A client's side of an SMTP session over a plain socket, whatever it likes to send. */
public final class Conversation implements AutoCloseable {
    private final Socket socket;
    private final OutputStream out;
    private final BufferedReader in;

    /** Connects to a loopback port. */
    public Conversation(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** Talks over this connection. */
    public Conversation(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    /** The connection. */
    public Socket socket() {
        return socket;
    }

    /** Sends these characters, an octet each, as they are. */
    public Conversation send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return this;
    }

    /** Sends a command, or several at once, and expects that the last line of the one reply starts so. */
    public String say(String line, String expected) throws IOException {
        return send(line + "\r\n").expect(expected);
    }

    /** Expects that the last line of the next reply starts so. */
    public String expect(String start) throws IOException {
        String reply = reply();
        String lastLine = reply.substring(reply.lastIndexOf('\n') + 1);
        assertTrue(lastLine.startsWith(start), "expected " + start + " but was " + reply);
        return reply;
    }

    /** The next reply, its lines joined by LF; the empty string at the end of the connection. */
    public String reply() throws IOException {
        StringBuilder reply = new StringBuilder();
        String line;
        while ((line = in.readLine()) != null) {
            reply.append(reply.length() == 0 ? "" : "\n").append(line);
            if (line.length() < 4 || line.charAt(3) == ' ') {
                break;
            }
        }
        return reply.toString();
    }

    /**
     * Sends one mail, each step awaited, up to the reply to its content, which is not read yet.
     *
     * @param content the message with its line ends, without the final dot
     */
    public Conversation sendMail(String reversePath, String recipient, String content) throws IOException {
        return sendMail(reversePath, List.of(recipient), content);
    }

    /** Sends one mail to several recipients, as {@link #sendMail(String, String, String)} does to one. */
    public Conversation sendMail(String reversePath, List<String> recipients, String content) throws IOException {
        say("MAIL FROM:<" + reversePath + ">", "250 ");
        for (String recipient : recipients) {
            say("RCPT TO:<" + recipient + ">", "250 ");
        }
        say("DATA", "354 ");
        return send(content + ".\r\n");
    }

    /** Expects that the server ends the connection with nothing more said. */
    public void expectEnd() throws IOException {
        String more = reply();
        assertTrue(more.isEmpty(), "expected the end but was " + more);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
