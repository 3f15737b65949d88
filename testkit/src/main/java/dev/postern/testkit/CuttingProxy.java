package dev.postern.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a client and a server on loopback, and cuts connections where a test wants it: behind so many octets from the server, at a command of the client, or all of them now. */
public final class CuttingProxy implements AutoCloseable {
    private static final int BUFFER = 8_192;

    private final ServerSocket listener;
    private final int target;
    private final Queue<Cut> cuts = new ConcurrentLinkedQueue<>();
    private final Queue<Watch> watches = new ConcurrentLinkedQueue<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "cutting-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean silent;

    /**
     * Where a connection is cut.
     *
     * @param octets from the server
     * @param command with which the client begins to say something; never where it is empty
     * @param heard whether the server still hears that
     */
    private record Cut(long octets, String command, boolean heard) {
        static final Cut NEVER = new Cut(Long.MAX_VALUE, "", false);
    }

    /** What is done when a client says this. */
    private record Watch(String words, Runnable task) {}

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
        cuts.add(new Cut(octets, Cut.NEVER.command(), false));
        return this;
    }

    /**
     * Cuts the next connection for which nothing was said yet when its client says this command; the client must wait for each answer before it says more.
     *
     * @param heard whether the server still hears the command, so that the answer alone is lost
     */
    public CuttingProxy cutNextAt(String command, boolean heard) {
        cuts.add(new Cut(Long.MAX_VALUE, command, heard));
        return this;
    }

    /** Runs this once, when a client on whichever connection says something with these words next, and before the server hears of it. */
    public void atNext(String words, Runnable task) {
        watches.add(new Watch(words, task));
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
                Cut cut = cuts.poll();
                threads.execute(() -> relay(client, cut == null ? Cut.NEVER : cut));
            }
        } catch (IOException closed) {
            threads.shutdownNow();
        }
    }

    private void relay(Socket client, Cut cut) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            open.add(client);
            open.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            threads.execute(() -> {
                copyCommands(client, server, cut);
                close(server);
            });
            copyAnswers(server, client, cut.octets());
            client.setSoLinger(true, 0);
        } catch (IOException e) {
            return; // one of them has gone
        } finally {
            open.remove(client);
        }
    }

    private void copyAnswers(Socket server, Socket client, long most) {
        byte[] buffer = new byte[BUFFER];
        long left = most;
        try {
            InputStream in = server.getInputStream();
            OutputStream out = client.getOutputStream();
            int count = in.read(buffer);
            while (count >= 0 && left > 0) {
                if (!silent) {
                    out.write(buffer, 0, (int) Math.min(count, left));
                }
                left -= count;
                count = left > 0 ? in.read(buffer) : -1;
            }
        } catch (IOException e) {
            return; // one of them has gone
        }
    }

    private void copyCommands(Socket client, Socket server, Cut cut) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                String said = new String(buffer, 0, count, StandardCharsets.ISO_8859_1);
                for (Watch watch : List.copyOf(watches)) {
                    if (said.contains(watch.words()) && watches.remove(watch)) {
                        watch.task().run();
                    }
                }
                boolean isCut = !cut.command().isEmpty() && said.startsWith(cut.command());
                if (isCut) {
                    client.close(); // before the server can answer
                }
                if (!isCut || cut.heard()) {
                    out.write(buffer, 0, count);
                }
                if (isCut) {
                    return;
                }
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
