package dev.postern.mail.dns;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.Name;
import org.xbill.DNS.NioClient;
import org.xbill.DNS.ResolverConfig;

/**
 * Asks servers that resolve for us, by dnsjava. One thread serves all resolvers of this class loader, however many questions wait.
 *
 * <p>Answers are kept as long as they say, an hour at most, those that there is nothing 15 minutes at most (RFC 2308 §5), failures 5 seconds
 * (§7); together some 16 MiB. Who asks what another is asking already gets the same answer.
 */
public final class DnsjavaResolver implements Resolver, AutoCloseable {
    private static final long CACHE_OCTETS = 16 << 20;
    private static final int ENTRY_OCTETS = 200;
    private static final int MAX_PENDING = 1_000;

    private static final Answer<?> CLOSED = Answer.failed("the resolver is closed", Duration.ZERO);
    private static final Answer<?> OVERLOADED = Answer.failed("too many questions are open", Duration.ZERO);

    // The thread of dnsjava and its hook at the end of the JVM belong to the class loader: the last resolver takes them
    // along.
    private static final AtomicInteger OPEN = new AtomicInteger();

    private final Duration deadline;
    private final Servers servers;
    private final Lookup lookup;
    private final AsyncCache<Question, Answer<?>> answers;
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();

    private record Question(Name name, RecordType<?> type) {}

    DnsjavaResolver(List<InetSocketAddress> servers, Duration deadline, boolean trusted, Ticker clock) {
        if (servers.isEmpty() || deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("a resolver needs a server and a deadline above zero");
        }
        this.deadline = deadline;
        this.servers = new Servers(servers, deadline, trusted);
        this.lookup = new Lookup(this.servers);
        this.answers = Caffeine.newBuilder()
                .maximumWeight(CACHE_OCTETS)
                .weigher(DnsjavaResolver::octets)
                .expireAfter(Expiry.creating((Question question, Answer<?> answer) -> answer.ttl()))
                .executor(Runnable::run)
                .ticker(clock)
                .buildAsync();
        OPEN.incrementAndGet();
    }

    /**
     * A resolver that asks these servers, the first one first.
     *
     * @param deadline of one question with all its attempts
     * @throws IllegalArgumentException if there is no server or no time
     */
    public static DnsjavaResolver asking(List<InetSocketAddress> servers, Duration deadline) {
        return new DnsjavaResolver(servers, deadline, false, Ticker.systemTicker());
    }

    /** A resolver that asks the servers which this machine asks (resolv.conf, read once); the one on loopback where none is named. */
    public static DnsjavaResolver ofSystem(Duration deadline) {
        return asking(ofSystem(), deadline);
    }

    private static List<InetSocketAddress> ofSystem() {
        List<InetSocketAddress> servers = ResolverConfig.getCurrentConfig().servers();
        return servers.isEmpty() ? List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 53)) : servers;
    }

    /**
     * A resolver that asks these servers, or where none is named those which this machine asks.
     *
     * @param deadline of one question with all its attempts
     */
    public static DnsjavaResolver askingOrOfSystem(List<InetSocketAddress> servers, Duration deadline) {
        return askingOrOfSystem(servers, deadline, false);
    }

    /**
     * The same with servers that may be trusted: what they say to have verified is taken for {@linkplain Answer#authenticated()
     * authenticated}. A server on loopback is trusted in any case, but for 127.0.0.11, by which Docker passes on the word of others.
     *
     * @param trusted whether nobody can change what comes from any of these servers, as in a network of our own
     */
    public static DnsjavaResolver askingOrOfSystem(
            List<InetSocketAddress> servers, Duration deadline, boolean trusted) {
        return new DnsjavaResolver(servers.isEmpty() ? ofSystem() : servers, deadline, trusted, Ticker.systemTicker());
    }

    /** Whether some of its servers is believed that says what it has verified; else no answer is ever authenticated. */
    public boolean someTrusted() {
        return servers.someTrusted();
    }

    @Override
    @SuppressWarnings("unchecked") // the answer is of the type that the key holds
    public <T> CompletionStage<Answer<T>> lookup(String name, RecordType<T> type) {
        Name parsed = DnsName.parse(name).orElse(null);
        if (parsed == null) {
            return CompletableFuture.completedFuture(Answer.noSuchName(Duration.ZERO, false));
        }
        return answers.get(new Question(parsed, type), (question, executor) -> ask(question))
                .thenApply(answer -> (Answer<T>) answer); // of its own: the asker may give up waiting
    }

    /** Answers what is open with a failure; never called by what depends on an answer. More calls do nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            servers.close();
            if (OPEN.decrementAndGet() == 0) {
                NioClient.close();
            }
        }
    }

    private CompletableFuture<Answer<?>> ask(Question question) {
        if (closed.get()) {
            return CompletableFuture.completedFuture(CLOSED);
        }
        if (pending.incrementAndGet() > MAX_PENDING) {
            pending.decrementAndGet();
            return CompletableFuture.completedFuture(OVERLOADED);
        }
        CompletableFuture<Answer<?>> answer =
                lookup.start(question.name(), question.type(), System.nanoTime() + deadline.toNanos());
        answer.whenComplete((known, failure) -> pending.decrementAndGet());
        return answer;
    }

    private static int octets(Question question, Answer<?> answer) {
        int octets = ENTRY_OCTETS + question.name().length();
        for (Object record : answer.records()) {
            octets += ENTRY_OCTETS + 2 * record.toString().length();
        }
        return octets;
    }
}
