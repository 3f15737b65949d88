/**
 * What a server allows: limits (RFC 5321 §4.5.3) and checks of clients, senders and recipients (§7.9).
 *
 * <p>Checks that ask DNS judge at RCPT, also where they judge the client or the sender: so whoever is refused still reaches
 * {@code <postmaster>} (§4.5.1), and the log shows whom the mail was for. The resolver remembers, so that the second recipient costs no question.
 */
@NullMarked
package dev.postern.smtp.policy;

import org.jspecify.annotations.NullMarked;
