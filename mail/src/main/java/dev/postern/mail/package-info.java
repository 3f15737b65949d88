/**
 * What mail is: addresses, envelopes and messages, as values free of network I/O.
 *
 * <p>An {@link dev.postern.mail.Envelope} says from whom, to whom and by which client (RFC 5321 §2.3.1); a
 * {@link dev.postern.mail.Message} is the content (RFC 5322) as the bytes that crossed the wire, without dot-stuffing.
 * The two travel side by side through the whole gateway, under one {@link dev.postern.mail.MailId}.
 */
@NullMarked
package dev.postern.mail;

import org.jspecify.annotations.NullMarked;
