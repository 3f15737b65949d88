package dev.postern.jca.outbound;

import dev.postern.jca.monitor.ConnectionFactoryMXBean;
import dev.postern.jca.monitor.Monitor;
import dev.postern.smtp.delivery.Carrier;
import dev.postern.smtp.journal.Journal;
import dev.postern.smtp.journal.JournalRun;
import dev.postern.smtp.journal.Notifier;
import jakarta.resource.ResourceException;
import java.io.IOException;

/** What is open for a connection factory: the way to the servers, the journal, and what sends from one to the other. */
final class Outlet implements AutoCloseable {
    private static final int MOST_UNDER_WAY = 100;

    private final OutboundSettings settings;
    private final Delivery delivery;
    private final Branches branches;
    private final Notifier notifier;
    private final JournalRun run;
    private final Monitor monitor = new Monitor();

    /** @throws ResourceException if the journal or the truststore can't be used; the message names it */
    Outlet(OutboundSettings settings) throws ResourceException {
        this.settings = settings;
        Journal journal;
        try {
            journal = Journal.open(settings.journal());
        } catch (IOException e) {
            throw new ResourceException("mail of transactions can't be kept: " + e.getMessage(), e);
        }
        try {
            this.delivery = settings.delivery();
        } catch (ResourceException e) {
            journal.close();
            throw e;
        }
        this.branches = new Branches(journal);
        this.notifier = new Notifier(journal, settings.notices());
        this.run = new JournalRun(journal, delivery.carrier(), settings.schedule(), notifier, MOST_UNDER_WAY);
        OutletStatus status = new OutletStatus(
                settings.toString(), settings.journal(), delivery.carrier().counts(), run);
        monitor.show("ConnectionFactory", settings.name(), status, ConnectionFactoryMXBean.class);
    }

    OutboundSettings settings() {
        return settings;
    }

    Carrier carrier() {
        return delivery.carrier();
    }

    Branches branches() {
        return branches;
    }

    Journal journal() {
        return branches.journal();
    }

    /** Tells senders what became of their mail, by the journal. */
    Notifier notifier() {
        return notifier;
    }

    /** How many mails of the journal are not done. */
    int waiting() {
        return run.waiting();
    }

    /** Waits for some seconds for what is under way; the rest stays in the journal. */
    @Override
    public void close() {
        monitor.close();
        run.close();
        delivery.close();
        journal().close();
    }
}
