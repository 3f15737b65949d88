/**
 * Sending from an application: the connection factory, its connections, and their part in the transactions of the application server.
 *
 * <p>A mail that is sent within a transaction goes to a {@link dev.postern.smtp.journal.Journal} on disk. It is a branch of the transaction there: prepared with it, committed
 * or rolled back with it, and found by the server's recovery where a crash came in between. What is committed is sent by the journal's own run.
 */
@NullMarked
package dev.postern.jca.outbound;

import org.jspecify.annotations.NullMarked;
