package dev.postern.kafka.sink;

import dev.postern.smtp.client.MailServer;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.provider.MailEndpoint;
import java.util.List;

/**
 * The servers that take all mail, or that of one route.
 *
 * @param servers at least one
 * @param weights how often each of them is the first, one for each; empty: in their order
 * @param tls how connections to them are protected
 * @param words for the log
 */
record Relay(List<MailServer> servers, List<Integer> weights, TlsMode tls, String words) {
    /** The server that a table or DNS knows, of which a certificate is verified either way. */
    static Relay at(MailEndpoint endpoint, String words) {
        return new Relay(
                List.of(MailServer.named(endpoint.host(), endpoint.port())),
                List.of(),
                TlsMode.verifying(endpoint.protection()),
                words);
    }
}
