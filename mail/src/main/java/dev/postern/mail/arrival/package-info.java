/**
 * What a mail that comes in is: a notification of what became of another one (RFC 3464, RFC 6533), a complaint (RFC 5965), an answer that no
 * person gave (RFC 3834), a receipt (RFC 8098), mail of a list (RFC 2919, RFC 2369), or plain mail.
 *
 * <p>Nothing in it is proved: whoever can write a mail can write this one. {@link dev.postern.mail.arrival.SignedReturnPath} tells which notifications
 * are about mail that we have sent.
 */
@NullMarked
package dev.postern.mail.arrival;

import org.jspecify.annotations.NullMarked;
