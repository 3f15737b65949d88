/**
 * What becomes of a mail, told to its sender, and what servers mean by their replies.
 *
 * <p>Out: a {@link dev.postern.mail.dsn.DeliveryReport} says what came of a mail, with a
 * {@link dev.postern.mail.dsn.RecipientReport} for each recipient; a {@link dev.postern.mail.dsn.DsnBuilder} makes of it the
 * {@link dev.postern.mail.dsn.Dsn}s that its sender wants: mails of the type multipart/report (RFC 6522) with a text for people, the
 * fields of RFC 3464 for programs, and the header or all of the mail. Who is told of what, and by which envelope, is RFC 3461; mail with
 * UTF-8 in its addresses or header is RFC 6533; the mark against loops is RFC 3834. Nothing is sent here.
 *
 * <p>In: a {@link dev.postern.mail.dsn.Classifier} tells by a table, the resource {@code classification.tsv}, what a reply means:
 * a {@link dev.postern.mail.dsn.Classification}.
 */
@NullMarked
package dev.postern.mail.dsn;

import org.jspecify.annotations.NullMarked;
