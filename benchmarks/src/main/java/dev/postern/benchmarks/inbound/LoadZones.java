package dev.postern.benchmarks.inbound;

import dev.postern.testkit.Nsd;
import java.io.IOException;
import java.util.Map;

/** What DNS must know of the load: the senders' domain takes mail, and the clients' address has a name that points back. */
final class LoadZones {
    private static final String HEAD = """
            $TTL 300
            @ IN SOA ns.client.example. hostmaster.client.example. 1 3600 900 604800 60
            @ IN NS ns.client.example.
            """;
    private static final String CLIENTS = HEAD + """
            @ IN MX 10 client.example.
            @ IN A 127.0.0.1
            ns IN A 127.0.0.1
            """;
    private static final String ADDRESSES = HEAD + "1.0.0 IN PTR client.example.\n";

    private LoadZones() {}

    /** Starts a server that knows them. */
    static Nsd serve() throws IOException {
        return Nsd.serving(Map.of(Clients.OWN_DOMAIN, CLIENTS, "127.in-addr.arpa", ADDRESSES));
    }
}
