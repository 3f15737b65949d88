package dev.postern.benchmarks.inbound;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One connection of {@link TlsClients}, which waits for each reply, as smtp-source does. */
final class TlsSession implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int MAX_LINE = 2_048;
    private static final AtomicLong NUMBER = new AtomicLong();

    private final Socket socket;
    private final InputStream in;

    private TlsSession(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Connects, and says EHLO in TLS. */
    static TlsSession open(SSLContext trust, int port) throws IOException {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        try {
            plain.setTcpNoDelay(true);
            plain.setSoTimeout(PATIENCE_MILLIS);
            TlsSession before = new TlsSession(plain);
            before.expect('2');
            before.say("EHLO " + Clients.OWN_DOMAIN, '2');
            before.say("STARTTLS", '2');
            // The JDK resumes sessions by the name of the host: each connection has another. It holds no dot, so no
            // server is shown it.
            SSLSocket secured = (SSLSocket)
                    trust.getSocketFactory().createSocket(plain, "connection" + NUMBER.incrementAndGet(), port, true);
            secured.startHandshake();
            TlsSession session = new TlsSession(secured);
            session.say("EHLO " + Clients.OWN_DOMAIN, '2');
            return session;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    /** Sends a mail. */
    void send(byte[] content) throws IOException {
        say("MAIL FROM:<sender@" + Clients.OWN_DOMAIN + ">", '2');
        say("RCPT TO:<recipient@" + Clients.DOMAIN + ">", '2');
        say("DATA", '3');
        socket.getOutputStream().write(content);
        expect('2');
    }

    void quit() throws IOException {
        say("QUIT", '2');
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void say(String command, char expected) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        expect(expected);
    }

    private void expect(char first) throws IOException {
        String line = line();
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = line();
        }
        if (line.isEmpty() || line.charAt(0) != first) {
            throw new IOException("the server answers: " + line);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0 || line.length() > MAX_LINE) {
                throw new IOException("the server ends the connection, or a line never: " + line);
            }
            line.append((char) octet);
        }
        return line.toString().stripTrailing();
    }
}
