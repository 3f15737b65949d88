package dev.postern.benchmarks.outbound;

import dev.postern.benchmarks.process.JavaServer;
import dev.postern.benchmarks.process.Receiver;
import dev.postern.benchmarks.process.ServerProcess;
import dev.postern.benchmarks.result.Sample;
import java.nio.file.Path;
import java.util.List;

/** What no sink can be much cheaper than: a consumer that reads the records and drops them, and a client in C that sends as many mails. */
final class Floor implements Peer {
    private final ConnectPeer.Source source;
    private final ServerProcess reader;
    private final SmtpSourceLoop sender;

    private Floor(ConnectPeer.Source source, ServerProcess reader, SmtpSourceLoop sender) {
        this.source = source;
        this.reader = reader;
        this.sender = sender;
    }

    /** @param source has a partition */
    static Floor start(ConnectPeer.Source source, Receiver receiver, Path smtpSource, Path logs) {
        JavaServer.Running reader = JavaServer.start(
                "reader",
                TopicReader.class.getName(),
                List.of(source.bootstrapServers(), source.topic()),
                logs.resolve("reader.log"));
        return new Floor(source, reader.process(), SmtpSourceLoop.to(receiver.port(), smtpSource));
    }

    @Override
    public String name() {
        return "floor";
    }

    @Override
    public int mails(Size size) {
        return size.mails();
    }

    @Override
    public Sample run(Size size, int mails) {
        source.fill(size, mails);
        long start = System.nanoTime();
        long before = reader.cpuMicros() + sender.cpuMicros();
        reader.ask(Integer.toString(mails));
        sender.send(size, mails);
        return Sample.of(mails, System.nanoTime() - start, reader.cpuMicros() + sender.cpuMicros() - before);
    }

    @Override
    public void close() {
        reader.close();
        sender.close();
    }
}
