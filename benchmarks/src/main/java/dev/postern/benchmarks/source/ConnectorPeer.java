package dev.postern.benchmarks.source;

import dev.postern.benchmarks.BenchException;
import dev.postern.benchmarks.inbound.SmtpSource;
import dev.postern.benchmarks.process.MeasuredProcess;
import dev.postern.benchmarks.process.Topics;
import dev.postern.benchmarks.result.Sample;
import java.io.IOException;

/**
 * The source connector in a worker of its own, and smtp-source before it.
 *
 * @param process the worker
 * @param port of the listener
 * @param topic gets a record for each mail
 */
record ConnectorPeer(MeasuredProcess process, int port, SmtpSource clients, Topics topics, String topic)
        implements Peer {
    @Override
    public String name() {
        return POSTERN;
    }

    @Override
    public Sample run(Scenario scenario, int mails) throws IOException {
        long stored = topics.written(topic);
        long before = process.cpuMicros();
        long elapsed = clients.send(scenario.sessions(), scenario.octets(), true, mails, port);
        Sample sample = Sample.of(mails, elapsed, process.cpuMicros() - before);
        long arrived = topics.written(topic) - stored;
        if (arrived != mails) {
            throw new BenchException("of " + mails + " mails that got 250 " + arrived + " are in the topic");
        }
        return sample;
    }
}
