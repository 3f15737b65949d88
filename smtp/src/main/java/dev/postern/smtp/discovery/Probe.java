package dev.postern.smtp.discovery;

import dev.postern.smtp.provider.MailEndpoint;
import java.net.InetAddress;
import java.util.concurrent.CompletionStage;

/** Tries a server, without saying who we are. Used by several threads at the same time. */
@FunctionalInterface
public interface Probe {
    /**
     * Connects, and leaves once it has seen the service under TLS; does not block.
     *
     * @param address of the endpoint's host, where to connect to
     * @return fails where that is not the service, or its certificate is not trusted or does not name the host; the message says which
     */
    CompletionStage<Void> attempt(MailEndpoint endpoint, InetAddress address);
}
