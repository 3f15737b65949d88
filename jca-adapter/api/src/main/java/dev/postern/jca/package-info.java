/**
 * What an application compiles against: a message-driven bean implements {@link dev.postern.jca.MailListener}, or
 * {@link dev.postern.jca.AnnotatedMailListener}, and gets each mail that its listener receives as an {@link dev.postern.jca.InboundMail}.
 *
 * <p>The client of the mail learns what became of it: 250 when the bean's transaction has committed, 451 when it rolled back, and the
 * reply of a {@link dev.postern.jca.MailRejectedException} when the bean refuses the mail (RFC 5321 §4.2).
 */
@NullMarked
package dev.postern.jca;

import org.jspecify.annotations.NullMarked;
