/**
 * Mailboxes fetched by POP3 (RFC 1939).
 *
 * <p>The names of mails (UIDL) have no order, so each is a source partition of its own. A {@link dev.postern.kafka.source.pop3.MailboxVisit} connects, fetches what was not read, and takes
 * leave; a mail is deleted only in a visit that begins or goes on when the broker has its record.
 */
@NullMarked
package dev.postern.kafka.source.pop3;

import org.jspecify.annotations.NullMarked;
