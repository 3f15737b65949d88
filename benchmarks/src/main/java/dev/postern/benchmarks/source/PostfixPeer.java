package dev.postern.benchmarks.source;

import dev.postern.benchmarks.inbound.SmtpSource;
import dev.postern.benchmarks.process.MeasuredProcess;
import dev.postern.benchmarks.result.Sample;

/**
 * Postfix, which writes each mail to its queue and syncs it before its 250, and smtp-source before it.
 *
 * @param process all of Postfix
 */
record PostfixPeer(MeasuredProcess process, int port, SmtpSource clients) implements Peer {
    @Override
    public String name() {
        return POSTFIX;
    }

    @Override
    public int mails(Scenario scenario) {
        return scenario.postfixMails();
    }

    @Override
    public Sample run(Scenario scenario, int mails) {
        long before = process.cpuMicros();
        long elapsed = clients.send(scenario.sessions(), scenario.octets(), true, mails, port);
        return Sample.of(mails, elapsed, process.cpuMicros() - before);
    }
}
