package dev.postern.benchmarks.chaos.sink;

import dev.postern.benchmarks.chaos.MailNumber;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the gateway and the receiver, and knows of each mail when its content went to the receiver and when the reply to it came back: seen from outside, and so
 * independent of both.
 */
final class WireProxy implements AutoCloseable {
    private static final int BUFFER = 65_536;
    private static final long NEVER = Long.MAX_VALUE;

    private final ServerSocket listener;
    private final int target;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "wire");
        thread.setDaemon(true);
        return thread;
    });

    /** By the number of the mail; a mail may be on several connections. */
    private final Map<Integer, Queue<Transfer>> transfers = new ConcurrentHashMap<>();

    /** One transfer of a mail. */
    private static final class Transfer {
        private volatile long replied = NEVER;

        /** Whether it goes on, or its reply came after this time of {@link System#nanoTime()}. */
        boolean isOnTheWireSince(long time) {
            return replied == NEVER || replied - time > 0;
        }
    }

    WireProxy(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        threads.execute(this::serve);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The mails that are on the wire now, or whose reply came back within this time. */
    Set<Integer> onTheWire(Duration within) {
        long since = System.nanoTime() - within.toNanos();
        Set<Integer> numbers = new HashSet<>();
        transfers.forEach((number, all) -> {
            if (all.stream().anyMatch(transfer -> transfer.isOnTheWireSince(since))) {
                numbers.add(number);
            }
        });
        return numbers;
    }

    private void serve() {
        try {
            while (true) {
                Socket client = listener.accept();
                threads.execute(() -> relay(client));
            }
        } catch (IOException closed) {
            threads.shutdownNow();
        }
    }

    private void relay(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Line line = new Line();
            threads.execute(() -> {
                copy(server, client, line::answered);
                closeBoth(client, server);
            });
            copy(client, server, line::sent);
            closeBoth(client, server);
        } catch (IOException e) {
            return; // the receiver is away, which the gateway sees
        }
    }

    private static void copy(Socket from, Socket to, Watch watch) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                watch.passing(buffer, count);
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            return; // one of them has gone
        }
    }

    private static void closeBoth(Socket one, Socket other) {
        try (one;
                other) {
            return;
        } catch (IOException e) {
            return;
        }
    }

    @FunctionalInterface
    private interface Watch {
        void passing(byte[] octets, int count);
    }

    /** What a connection is about now. */
    private final class Line {
        private final StringBuilder line = new StringBuilder();
        private @Nullable Transfer transfer;
        private boolean complete;

        /** Octets from the gateway: notes the number of a mail, and the end of its content. */
        synchronized void sent(byte[] octets, int count) {
            for (int i = 0; i < count; i++) {
                if (octets[i] != '\n') {
                    line.append((char) (octets[i] & 0xff));
                    continue;
                }
                String text = line.toString();
                line.setLength(0);
                if (text.startsWith(MailNumber.FIELD)) {
                    int number = Integer.parseInt(
                            text.substring(MailNumber.FIELD.length()).strip());
                    transfer = new Transfer();
                    transfers
                            .computeIfAbsent(number, any -> new ConcurrentLinkedQueue<>())
                            .add(transfer);
                } else if (text.equals(".\r")) {
                    complete = true;
                }
            }
        }

        /** Octets from the receiver: the reply, where a mail is complete. */
        synchronized void answered(byte[] octets, int count) {
            if (complete) {
                complete = false;
                if (transfer != null) {
                    transfer.replied = System.nanoTime();
                }
                transfer = null;
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
