package dev.postern.mail.dsn;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;

/**
 * A delivery status notification, ready to be sent.
 *
 * @param envelope from nobody to the sender of the mail that it is about, who is never told what becomes of it (RFC 3461 §6.1)
 * @param message may be read as long as the mail that it is about is open, which closing it does not close
 * @param action what it tells
 */
public record Dsn(Envelope envelope, Message message, Action action) {}
