/**
 * What IMAP and POP3 share: whose mailbox it is and how its server is reached, and the way of a mail from there to Connect.
 *
 * <p>A {@link dev.postern.kafka.source.mailbox.GuardedSocket} stands between the client library and the server: it has TLS verify the host, and bounds what a server
 * may say before the library keeps it. What was fetched waits in an {@link dev.postern.kafka.source.mailbox.Outbox} until Connect asks for it.
 */
@NullMarked
package dev.postern.kafka.source.mailbox;

import org.jspecify.annotations.NullMarked;
