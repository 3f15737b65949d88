package dev.postern.benchmarks.source;

import dev.postern.benchmarks.result.Sample;
import java.io.IOException;

/** Something that stores mail, and is measured. */
interface Peer {
    /** The source connector. */
    String POSTERN = "postern";

    /** Postfix, which queues to disk. */
    String POSTFIX = "postfix";

    /** A producer of the same records. */
    String PRODUCER = "producer";

    /** fetchmail, which reads the same mailbox. */
    String FETCHMAIL = "fetchmail";

    /** The name in tables and JSON, and of the ratio to it. */
    String name();

    /** Whether it takes part in a scenario. */
    default boolean takes(Scenario scenario) {
        return scenario != Scenario.IMAP;
    }

    /** How many mails make a run of some seconds. */
    default int mails(Scenario scenario) {
        return scenario.mails();
    }

    /** Has so many mails stored, and measures rate and CPU time. */
    Sample run(Scenario scenario, int mails) throws IOException;
}
