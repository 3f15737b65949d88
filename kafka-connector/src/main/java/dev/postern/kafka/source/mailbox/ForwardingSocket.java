package dev.postern.kafka.source.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/** A socket that is another one in all but what its kind changes. */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // the socket beneath takes care of that
public abstract class ForwardingSocket extends Socket {
    private final Socket beneath;

    /** @param beneath which is closed with this one */
    protected ForwardingSocket(Socket beneath) {
        this.beneath = beneath;
    }

    @Override
    public abstract void connect(SocketAddress address, int timeout) throws IOException;

    @Override
    public void connect(SocketAddress address) throws IOException {
        connect(address, 0);
    }

    @Override
    public abstract InputStream getInputStream() throws IOException;

    @Override
    public abstract OutputStream getOutputStream() throws IOException;

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        beneath.setSoTimeout(millis);
    }

    @Override
    public int getSoTimeout() throws SocketException {
        return beneath.getSoTimeout();
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        beneath.setTcpNoDelay(on);
    }

    @Override
    public @Nullable InetAddress getInetAddress() {
        return beneath.getInetAddress();
    }

    @Override
    public int getPort() {
        return beneath.getPort();
    }

    @Override
    public @Nullable InetAddress getLocalAddress() {
        return beneath.getLocalAddress();
    }

    @Override
    public @Nullable SocketAddress getLocalSocketAddress() {
        return beneath.getLocalSocketAddress();
    }

    @Override
    public @Nullable SocketAddress getRemoteSocketAddress() {
        return beneath.getRemoteSocketAddress();
    }

    @Override
    public boolean isConnected() {
        return beneath.isConnected();
    }

    @Override
    public boolean isClosed() {
        return beneath.isClosed();
    }

    @Override
    public void close() throws IOException {
        beneath.close();
    }

    /** For messages. */
    @Override
    public String toString() {
        return beneath.toString();
    }
}
