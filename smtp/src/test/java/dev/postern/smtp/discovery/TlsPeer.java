package dev.postern.smtp.discovery;

import dev.postern.testkit.TlsFixture;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** A server with the certificate of {@link TlsFixture#get()} that hears its clients out in TLS. */
final class TlsPeer implements AutoCloseable {
    private final ServerSocket listener;

    /** What is said until TLS begins. */
    @FunctionalInterface
    private interface Opening {
        SSLSocket secure(Socket plain, SSLSocketFactory sockets) throws IOException;
    }

    private TlsPeer(ServerSocket listener) {
        this.listener = listener;
    }

    /** Says one line in TLS from the first octet. */
    static TlsPeer saying(String line) throws IOException {
        return serving((plain, sockets) -> {
            SSLSocket secured = server(plain, sockets);
            say(secured, line);
            return secured;
        });
    }

    /** Greets, hears a command, consents and begins TLS. */
    static TlsPeer startingTls(String greeting, String consent) throws IOException {
        return serving((plain, sockets) -> {
            say(plain, greeting);
            while (plain.getInputStream().read() != '\n') {
                // the command
            }
            say(plain, consent);
            return server(plain, sockets);
        });
    }

    int port() {
        return listener.getLocalPort();
    }

    private static TlsPeer serving(Opening opening) throws IOException {
        SSLSocketFactory sockets = TlsFixture.get().servingContext().getSocketFactory();
        ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> serve(listener, sockets, opening), "tls-peer");
        thread.setDaemon(true);
        thread.start();
        return new TlsPeer(listener);
    }

    private static void serve(ServerSocket listener, SSLSocketFactory sockets, Opening opening) {
        while (!listener.isClosed()) {
            try (Socket plain = listener.accept();
                    SSLSocket secured = opening.secure(plain, sockets)) {
                secured.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // a client that does not trust the certificate, or the end
            }
        }
    }

    private static SSLSocket server(Socket plain, SSLSocketFactory sockets) throws IOException {
        SSLSocket secured = (SSLSocket) sockets.createSocket(plain, null, plain.getPort(), true);
        secured.setUseClientMode(false);
        return secured;
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
