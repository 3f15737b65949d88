package dev.postern.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;

/**
 * A server on a loopback port that follows a script, one script a connection, however rude: what no real server would do on
 * demand.
 *
 * <p>What a script expects and doesn't get fails it; {@link #close()} throws that failure with all that was said.
 */
public final class ScriptedPeer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final ServerSocket listener;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    /** What the peer does with one connection. */
    @FunctionalInterface
    public interface Script {
        void play(Connection connection) throws IOException;
    }

    private ScriptedPeer(ServerSocket listener) {
        this.listener = listener;
    }

    /** Listens, and plays the first script with the first connection, the second with the second, and so on. */
    public static ScriptedPeer playing(Script... scripts) throws IOException {
        return playing(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), scripts);
    }

    /** The same at this address, such as another one of 127.0.0.0/8. */
    public static ScriptedPeer playing(InetSocketAddress address, Script... scripts) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.bind(address, 50);
        listener.setSoTimeout(PATIENCE_MILLIS);
        ScriptedPeer peer = new ScriptedPeer(listener);
        Thread thread = new Thread(() -> peer.run(List.of(scripts)), "scripted-peer");
        thread.setDaemon(true);
        thread.start();
        return peer;
    }

    /** The port it listens on. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Waits until all scripts are played, and fails if one of them did. */
    @Override
    public void close() throws IOException {
        try {
            done.get(2 * PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getMessage(), e);
        } catch (TimeoutException e) {
            throw new AssertionError("the scripts were not played to their end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            listener.close();
        }
    }

    private void run(List<Script> scripts) {
        List<Connection> opened = new ArrayList<>();
        try {
            for (Script script : scripts) {
                Connection connection = new Connection(listener.accept());
                opened.add(connection);
                try (connection) {
                    script.play(connection);
                }
            }
            done.complete(null);
        } catch (IOException | AssertionError e) {
            StringBuilder said = new StringBuilder(String.valueOf(e.getMessage()));
            opened.forEach(connection -> said.append("\n--- connection\n").append(connection.transcript));
            done.completeExceptionally(new AssertionError(said.toString(), e));
        }
    }

    /** One connection of a script. */
    public static final class Connection implements AutoCloseable {
        private Socket socket;
        private InputStream in;
        private OutputStream out;
        private final StringBuilder transcript = new StringBuilder();

        private Connection(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            in = socket.getInputStream();
            out = socket.getOutputStream();
        }

        /** Sends a line and its CRLF. */
        public Connection say(String line) throws IOException {
            return send(line + "\r\n");
        }

        /** Sends these characters, an octet each, as they are. */
        public Connection send(String text) throws IOException {
            transcript.append("S: ").append(text).append('\n');
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return this;
        }

        /** Sends these characters one octet at a time. */
        public Connection dribble(String text) throws IOException {
            for (int i = 0; i < text.length(); i++) {
                send(text.substring(i, i + 1));
            }
            return this;
        }

        /** Reads a line, which must match the regular expression. */
        public String expect(String regex) throws IOException {
            String line = readLine();
            if (!Pattern.matches(regex, line)) {
                throw new AssertionError("expected " + regex + " but was " + line);
            }
            return line;
        }

        /** Reads lines up to the one that is a lone dot, and gives them as they came, without the dot. */
        public String readContent() throws IOException {
            StringBuilder content = new StringBuilder();
            String line = readLine();
            while (!line.equals(".")) {
                content.append(line).append("\r\n");
                line = readLine();
            }
            return content.toString();
        }

        /** Reads so many octets, as a chunk of BDAT has. */
        public String read(int octets) throws IOException {
            return new String(in.readNBytes(octets), StandardCharsets.ISO_8859_1);
        }

        /** Goes on in TLS, with this certificate. */
        public Connection secure(TlsFixture certificate) throws IOException {
            SSLSocket secured =
                    (SSLSocket) certificate.servingContext().getSocketFactory().createSocket(socket, null, true);
            secured.startHandshake(); // as a server, which one made of an accepted connection is
            socket = secured;
            in = secured.getInputStream();
            out = secured.getOutputStream();
            return this;
        }

        /** Takes the greeting, EHLO and what it offers. */
        public Connection greet(String... offers) throws IOException {
            say("220 scripted");
            expect("EHLO .*");
            say("250-scripted");
            for (String offer : offers) {
                say("250-" + offer);
            }
            return say("250 HELP");
        }

        /** Waits until the other side closes, and gives what it still sent. */
        public String readToEnd() throws IOException {
            String rest = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            transcript.append("C: ").append(rest).append("<end>\n");
            return rest;
        }

        /** Closes with a reset, as a crashed host does. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }

        private String readLine() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int octet;
            while ((octet = in.read()) != '\n') {
                if (octet < 0) {
                    throw new AssertionError(
                            "the connection ended after " + line.toString(StandardCharsets.ISO_8859_1));
                }
                line.write(octet);
            }
            String text = line.toString(StandardCharsets.ISO_8859_1);
            transcript.append("C: ").append(text).append('\n');
            if (!text.endsWith("\r")) {
                throw new AssertionError("a line that ends in a bare LF: " + text);
            }
            return text.substring(0, text.length() - 1);
        }
    }
}
