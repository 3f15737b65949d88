package dev.postern.benchmarks.chaos;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client's side of a session, which may send what it likes. */
public final class Dialogue implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 900_000;

    private final Socket socket;
    private final OutputStream out;
    private final BufferedReader in;

    /** Connects to a loopback port; the greeting is not read yet. */
    public Dialogue(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1), 512);
    }

    Socket socket() {
        return socket;
    }

    /** Sends these characters, an octet each. */
    public void send(String octets) throws IOException {
        send(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] octets) throws IOException {
        out.write(octets);
    }

    /** The last line of the next reply. */
    public String reply() throws IOException {
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        if (line == null) {
            throw new EOFException("the server has closed");
        }
        return line;
    }

    /** Sends a line, and gives the last line of its reply. */
    String say(String line) throws IOException {
        send(line + "\r\n");
        return reply();
    }

    /** As {@link #say}, where any reply but one that begins so ends the dialogue. */
    public void say(String line, String expected) throws IOException {
        expect(say(line), expected);
    }

    /** Takes the greeting, says EHLO, and goes on up to the 354 of a mail. */
    void upToContent(String sender) throws IOException {
        greet();
        mail(sender);
    }

    /** Takes the greeting, and says EHLO. */
    public void greet() throws IOException {
        expect(reply(), "220");
        say("EHLO client.test", "250");
    }

    /** Opens a mail up to its 354. */
    void mail(String sender) throws IOException {
        envelope(sender);
        say("DATA", "354");
    }

    /** Names sender and recipient of a mail. */
    void envelope(String sender) throws IOException {
        say("MAIL FROM:<" + sender + "@client.test>", "250");
        say("RCPT TO:<someone@postern.test>", "250");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static void expect(String reply, String expected) throws RefusedException {
        if (!reply.startsWith(expected)) {
            throw new RefusedException(reply);
        }
    }
}
