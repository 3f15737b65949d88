package dev.postern.mail.dns;

import static dev.postern.mail.dns.ResolverContract.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.dns.Answer.Status;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimedResolverTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 7); // it may run over while a check lasts
    private final List<String> asked = new ArrayList<>();
    private final CompletableFuture<Answer<InetAddress>> open = new CompletableFuture<>();

    /** Says nothing of silent.example, and that there is nothing else. */
    private final Resolver dns = new Resolver() {
        @Override
        @SuppressWarnings("unchecked") // only addresses are asked for
        public <T> CompletionStage<Answer<T>> lookup(String name, RecordType<T> type) {
            asked.add(name);
            return name.equals("silent.example")
                    ? (CompletionStage<Answer<T>>) (CompletionStage<?>) open
                    : CompletableFuture.completedFuture(Answer.noData(Duration.ZERO, false));
        }
    };

    @Test
    void theTimeBeginsWithTheFirstQuestionAndThenNobodyIsAsked() {
        TimedResolver timed = new TimedResolver(dns, LONG, clock::get);
        clock.addAndGet(LONG.toNanos());
        assertEquals(Status.NO_DATA, await(timed.a("a.example")).status());
        clock.addAndGet(LONG.toNanos() - 1);
        assertEquals(Status.NO_DATA, await(timed.a("b.example")).status());
        clock.incrementAndGet();
        assertEquals(Status.TIMED_OUT, await(timed.a("c.example")).status());
        assertEquals(List.of("a.example", "b.example"), asked);
    }

    @Test
    void whatIsOpenIsAnsweredWhenTheTimeIsOverAndOthersMayWaitOn() {
        TimedResolver timed = new TimedResolver(dns, Duration.ofMillis(50), System::nanoTime);
        Answer<InetAddress> answer = await(timed.a("silent.example"));
        assertEquals(Status.TIMED_OUT, answer.status());
        assertTrue(answer.isTemporary());
        assertFalse(open.isDone());
        assertEquals(Status.TIMED_OUT, await(timed.a("a.example")).status());
        assertEquals(List.of("silent.example"), asked);
    }

    @Test
    void aCheckNeedsTime() {
        assertThrows(IllegalArgumentException.class, () -> new TimedResolver(dns, Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> new TimedResolver(dns, LONG.negated()));
    }
}
