package dev.postern.benchmarks.auth;

import dev.postern.mail.spf.SpfFinding;
import dev.postern.mail.spf.SpfLimits;
import dev.postern.mail.spf.SpfQuery;
import dev.postern.mail.spf.SpfResult;
import dev.postern.mail.spf.SpfVerifier;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import org.apache.james.jspf.executor.SPFResult;
import org.apache.james.jspf.impl.SPF;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Checks one client of one domain again and again; DNS answers at once. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls prepare() first
public class SpfBenchmark {
    private SpfVerifier ours;
    private SPF theirs;

    /** Sees to it that both let the client pass. */
    @Setup
    public void prepare() throws UnknownHostException {
        ours = new SpfVerifier(
                new WarmResolver(SpfZone.masterFile()), SpfLimits.STANDARD, "mx.example.net", Clock.systemUTC());
        theirs = new SPF(new JspfZone());
        SpfFinding our = postern();
        SPFResult their = jspf();
        if (our.result() != SpfResult.PASS || !their.getResult().equals("pass")) {
            throw new IllegalStateException("a good client that does not pass: " + our + ", " + their.getResult());
        }
    }

    /** Postern. */
    @Benchmark
    public SpfFinding postern() throws UnknownHostException {
        return ours.verify(SpfQuery.mailFrom(InetAddress.getByName(SpfZone.CLIENT), SpfZone.HELO, SpfZone.SENDER))
                .toCompletableFuture()
                .join();
    }

    /** Apache James jSPF. */
    @Benchmark
    public SPFResult jspf() {
        return theirs.checkSPF(SpfZone.CLIENT, SpfZone.SENDER, SpfZone.HELO);
    }
}
