package dev.postern.benchmarks.server;

import java.io.IOException;
import java.io.OutputStream;

/** The server's side of what {@link dev.postern.benchmarks.process.JavaServer} expects. */
final class Life {
    private Life() {}

    /** Says the port, and returns when the process that started us closes our standard input or ends. */
    static void serveOn(int port) throws IOException {
        System.out.println(port);
        System.in.transferTo(OutputStream.nullOutputStream());
    }
}
