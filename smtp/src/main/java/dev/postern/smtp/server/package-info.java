/**
 * The SMTP server (RFC 5321).
 *
 * <p>The story of a mail: bytes come in at {@code SessionHandler}, which lets the wire package cut them into commands and
 * content; {@code Session} decides each command in the {@code Phase} it is in; a {@code Transaction} gathers envelope and
 * content; the {@link dev.postern.smtp.server.MailSink} takes both and says the reply.
 */
@NullMarked
package dev.postern.smtp.server;

import org.jspecify.annotations.NullMarked;
