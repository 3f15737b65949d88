package dev.postern.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a client and a server on loopback, and cuts connections where a test wants it: behind so many octets from the server, or all of them now. */
public final class CuttingProxy implements AutoCloseable {
    private static final int BUFFER = 8_192;

    private final ServerSocket listener;
    private final int target;
    private final Queue<Long> cuts = new ConcurrentLinkedQueue<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "cutting-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean silent;

    private CuttingProxy(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    }

    /** Stands before the server on this loopback port. */
    public static CuttingProxy before(int target) throws IOException {
        CuttingProxy proxy = new CuttingProxy(target);
        proxy.threads.execute(proxy::serve);
        return proxy;
    }

    /** The port for clients. */
    public int port() {
        return listener.getLocalPort();
    }

    /** How many connections there were so far. */
    public int connections() {
        return connections.get();
    }

    /** Cuts the next connection for which nothing was said yet behind so many octets from the server. */
    public CuttingProxy cutNextBehind(long octets) {
        cuts.add(octets);
        return this;
    }

    /** Cuts all connections that are open now. */
    public void cutAll() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** Lets nothing from the server through from here on, and keeps connections open. */
    public void fallSilent() {
        silent = true;
    }

    private void serve() {
        try {
            while (true) {
                Socket client = listener.accept();
                connections.incrementAndGet();
                Long cut = cuts.poll();
                threads.execute(() -> relay(client, cut == null ? Long.MAX_VALUE : cut));
            }
        } catch (IOException closed) {
            threads.shutdownNow();
        }
    }

    private void relay(Socket client, long cut) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            open.add(client);
            open.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            threads.execute(() -> {
                copy(client, server, Long.MAX_VALUE, false);
                close(server);
            });
            copy(server, client, cut, true);
            client.setSoLinger(true, 0);
        } catch (IOException e) {
            return; // one of them has gone
        } finally {
            open.remove(client);
        }
    }

    private void copy(Socket from, Socket to, long most, boolean fromServer) {
        byte[] buffer = new byte[BUFFER];
        long left = most;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int count = in.read(buffer);
            while (count >= 0 && left > 0) {
                if (!(fromServer && silent)) {
                    out.write(buffer, 0, (int) Math.min(count, left));
                }
                left -= count;
                count = left > 0 ? in.read(buffer) : -1;
            }
        } catch (IOException e) {
            return; // one of them has gone
        }
    }

    private void close(Socket socket) {
        open.remove(socket);
        try (socket) {
            return;
        } catch (IOException e) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cutAll();
        threads.shutdownNow();
    }
}
