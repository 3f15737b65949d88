package dev.postern.benchmarks.auth;

import dev.postern.mail.Message;
import dev.postern.mail.dkim.DkimPolicy;
import dev.postern.mail.dkim.DkimReport;
import dev.postern.mail.dkim.DkimResult;
import dev.postern.mail.dkim.DkimVerifier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.List;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.PublicKeyRecordRetriever;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.FailException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Verifies the signature of one mail again and again; DNS answers at once. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets its parameters and calls prepare() first
public class DkimBenchmark {
    /** How many verifications follow each other before the other side has its turn. */
    private static final int STRETCH = 100;

    /** About how many octets the mail has. */
    @Param({"4096", "1048576"})
    public int size;

    private SignedMail mail;
    private DkimVerifier ours;
    private PublicKeyRecordRetriever theirKeys;

    /** Makes the mail, and sees to it that all who are measured hold its signature for good. */
    @Setup
    public void prepare() throws IOException, GeneralSecurityException, FailException {
        mail = SignedMail.ofSize(size);
        String record = mail.keyRecord();
        String name = SignedMail.SELECTOR + "._domainkey." + SignedMail.DOMAIN;
        int half = record.length() / 2; // a string of TXT has 255 octets at most
        ours = new DkimVerifier(
                new WarmResolver(
                        name + ". 3600 IN TXT \"" + record.substring(0, half) + "\" \"" + record.substring(half) + '"'),
                Clock.systemUTC(),
                DkimPolicy.STANDARD);
        theirKeys = (method, selector, domain) -> List.of(record);
        boolean good = ours().findings().get(0).result() == DkimResult.PASS
                && jdkim().size() == 1
                && mail.verifiesBareSignature();
        if (!good) {
            throw new IllegalStateException("a good signature that does not pass");
        }
    }

    /**
     * Postern, and in turn with it the JDK's verification of a text as long as a header, by the same key: no verifier of DKIM can cost less than that.
     *
     * @param times of the two, which the benchmark itself takes: JMH has only the sum
     */
    @Benchmark
    @OperationsPerInvocation(STRETCH)
    public void pair(PairTimes times, Blackhole results) throws IOException, GeneralSecurityException {
        times.begin();
        for (int i = 0; i < STRETCH; i++) {
            results.consume(ours());
        }
        times.endOurs();
        for (int i = 0; i < STRETCH; i++) {
            results.consume(mail.verifiesBareSignature());
        }
        times.endBare();
    }

    private DkimReport ours() throws IOException {
        return ours.verify(Message.of(mail.octets())).toCompletableFuture().join();
    }

    /** Apache James jDKIM. */
    @Benchmark
    public List<SignatureRecord> jdkim() throws IOException, FailException {
        return new DKIMVerifier(theirKeys).verify(new ByteArrayInputStream(mail.octets()));
    }
}
