package dev.postern.benchmarks.outbound;

import dev.postern.benchmarks.process.ArrivalCount;
import dev.postern.benchmarks.process.PostfixProcess;
import dev.postern.benchmarks.process.Receiver;
import dev.postern.benchmarks.result.Sample;
import dev.postern.testkit.Postfix;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Postfix with its defaults, which takes the mails from smtp-source, queues them, and relays them. */
final class PostfixPeer implements Peer {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PostfixProcess process;
    private final SmtpSourceLoop source;
    private final Receiver receiver;

    private PostfixPeer(PostfixProcess process, SmtpSourceLoop source, Receiver receiver) {
        this.process = process;
        this.source = source;
        this.receiver = receiver;
    }

    static PostfixPeer start(Receiver receiver, Path smtpSource) throws IOException {
        Postfix postfix = Postfix.builder().relayTo(receiver.port()).start();
        return new PostfixPeer(new PostfixProcess(postfix), SmtpSourceLoop.to(postfix.port(), smtpSource), receiver);
    }

    @Override
    public String name() {
        return "postfix";
    }

    @Override
    public int mails(Size size) {
        return size.postfixMails();
    }

    @Override
    public Sample run(Size size, int mails) {
        receiver.arrivals().begin();
        long before = process.cpuMicros();
        source.send(size, mails);
        ArrivalCount.Arrivals arrivals = receiver.arrivals().await(mails, PATIENCE);
        return Sample.of(mails, arrivals.nanos(), process.cpuMicros() - before);
    }

    @Override
    public void close() {
        source.close();
        process.close();
    }
}
