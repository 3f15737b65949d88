package dev.postern.smtp.milter;

import dev.postern.smtp.policy.Check;
import dev.postern.smtp.policy.RareOccasion;
import dev.postern.smtp.wire.Transport;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** What all milters of a server share: the threads. Closed after the server. */
public final class Milters implements AutoCloseable {
    private static final int READERS = 4;

    private final Transport transport = Transport.best();
    private final EventLoopGroup loops = transport.newGroup(1, "postern-milter");
    /** Reads messages, which may rest in files, and asks the system for addresses of names: never waits for a milter. */
    private final ExecutorService blocking =
            Executors.newFixedThreadPool(READERS, new DefaultThreadFactory("postern-milter-read", true));

    private final RareOccasion complaint = new RareOccasion(Duration.ofMinutes(1), System::nanoTime);

    /**
     * The check that asks one milter: to be the last, for a milter hears only of what the checks before have let pass.
     *
     * @throws IllegalArgumentException if it listens where this machine can't connect to
     */
    public Check check(MilterSettings settings) {
        MilterConnector connector = new MilterConnector(settings, transport, blocking);
        return new Check() {
            @Override
            public Check forSession() {
                return new MilterSession(settings, connector, loops.next(), blocking, complaint);
            }
        };
    }

    /** Ends all connections, after what was handed to them before; more calls do nothing. */
    @Override
    public void close() {
        if (loops.isShuttingDown()) {
            return;
        }
        loops.forEach(loop -> loop.submit(() -> {}).awaitUninterruptibly(1, TimeUnit.SECONDS));
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        blocking.shutdown();
    }
}
