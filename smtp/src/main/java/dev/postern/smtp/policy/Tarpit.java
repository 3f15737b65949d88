package dev.postern.smtp.policy;

import dev.postern.smtp.Reply;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Delays refusals to clients that make many errors, such as guessing recipients: the first {@value #FREE} of a connection are free, each
 * further one is delayed by a step more. Other replies are never delayed, and no thread waits.
 */
public final class Tarpit {
    /** Delays nothing. */
    public static final Tarpit NONE = new Tarpit(Duration.ZERO, Duration.ZERO, Networks.NONE);

    static final int FREE = 3;

    private final long step;
    private final long most;
    private final Networks exempt;

    /**
     * @param step what is added for each error; zero to delay nothing
     * @param most the longest delay, below the timeouts of RFC 5321 §4.5.3.2
     * @param exempt networks whose clients never wait
     */
    public Tarpit(Duration step, Duration most, Networks exempt) {
        this.step = step.toMillis();
        this.most = most.toMillis();
        this.exempt = exempt;
    }

    /**
     * The refusal, now or later.
     *
     * @param errors of this connection, with this one
     * @param eventLoop where it is given later
     */
    public CompletionStage<Reply> hold(Reply refusal, int errors, InetSocketAddress client, Executor eventLoop) {
        long delay = millis(errors);
        return delay == 0 || exempt.contain(client)
                ? CompletableFuture.completedFuture(refusal)
                : CompletableFuture.supplyAsync(
                        () -> refusal, CompletableFuture.delayedExecutor(delay, TimeUnit.MILLISECONDS, eventLoop));
    }

    long millis(int errors) {
        return errors <= FREE ? 0 : Math.min(most, step * (errors - FREE));
    }
}
