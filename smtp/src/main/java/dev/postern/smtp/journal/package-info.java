/**
 * A small durable queue of mail in a directory, for applications whose mail goes out with their transaction.
 *
 * <p>The mails of a transaction are files in a directory of their own. Committing renames that directory into the queue, which is one step for all of them; preparing renames it
 * to the name of the transaction's branch, so that a crash leaves it to be found; what was neither prepared nor committed is deleted at the next start. {@link
 * dev.postern.smtp.journal.JournalRun} sends what is in the queue until each recipient is settled, and tells the sender of failure (RFC 3464, RFC 5321 §6.1).
 */
@NullMarked
package dev.postern.smtp.journal;

import org.jspecify.annotations.NullMarked;
