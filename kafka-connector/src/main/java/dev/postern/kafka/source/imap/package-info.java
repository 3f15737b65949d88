/**
 * Mailboxes read by IMAP (RFC 9051, RFC 3501).
 *
 * <p>Each task has some of the pairs of account and folder. A {@link dev.postern.kafka.source.imap.FolderWalk} has a connection of its own and goes round its folders; a
 * {@link dev.postern.kafka.source.imap.FolderReader} reads what is above its {@link dev.postern.kafka.source.imap.FolderPosition}, in the order of UIDs and without touching
 * a flag. The position travels as source offset with each {@link dev.postern.kafka.source.imap.ImapRecord}; what is done to a mail when the broker has it says
 * {@link dev.postern.kafka.source.imap.AfterAck}.
 */
@NullMarked
package dev.postern.kafka.source.imap;

import org.jspecify.annotations.NullMarked;
