package dev.postern.benchmarks.outbound;

import dev.postern.benchmarks.result.Sample;
import java.io.IOException;

/** Something that sends mail, and is measured. */
interface Peer extends AutoCloseable {
    /** The name in tables and JSON. */
    String name();

    /** How many mails make a run of some seconds. */
    int mails(Size size);

    /** Sends so many mails, and measures rate and CPU time. */
    Sample run(Size size, int mails) throws IOException;

    @Override
    void close() throws IOException;
}
