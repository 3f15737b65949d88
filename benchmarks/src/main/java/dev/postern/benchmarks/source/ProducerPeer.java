package dev.postern.benchmarks.source;

import dev.postern.benchmarks.process.ServerProcess;
import dev.postern.benchmarks.result.Sample;

/**
 * A producer in a process of its own that writes the record of the connector's last mail again and again, with as many outstanding as there are clients.
 *
 * @param process a {@link BareProducer}
 */
record ProducerPeer(ServerProcess process) implements Peer {
    @Override
    public String name() {
        return PRODUCER;
    }

    @Override
    public Sample run(Scenario scenario, int mails) {
        long before = process.cpuMicros();
        long elapsed = Long.parseLong(process.ask(mails + " " + scenario.sessions()));
        return Sample.of(mails, elapsed, process.cpuMicros() - before);
    }
}
