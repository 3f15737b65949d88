package dev.postern.kafka.source.mailbox;

import dev.postern.smtp.provider.MailEndpoint;
import dev.postern.smtp.provider.Protection;

/** Where a mailbox is, and how that is reached. */
public record MailboxServer(String host, int port, MailboxProtection protection) {
    static MailboxServer at(MailEndpoint endpoint) {
        return new MailboxServer(
                endpoint.host(),
                endpoint.port(),
                endpoint.protection() == Protection.IMPLICIT ? MailboxProtection.IMPLICIT : MailboxProtection.STARTTLS);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
