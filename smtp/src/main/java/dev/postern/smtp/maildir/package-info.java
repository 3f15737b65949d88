/**
 * Mailboxes in the maildir format, as Dovecot, Courier and mail programs read them: a mail is a file of its own, written in {@code tmp} and moved to {@code new} when it is
 * whole, so that nobody needs a lock and a crash leaves no half of a mail.
 */
@NullMarked
package dev.postern.smtp.maildir;

import org.jspecify.annotations.NullMarked;
