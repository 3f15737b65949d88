/**
 * The SMTP client (RFC 5321 §3).
 *
 * <p>The story of a mail: {@link dev.postern.smtp.client.ClientPools} lends a {@link dev.postern.smtp.client.ClientSession} to the
 * server, connecting one where it must: greeting, EHLO (LHLO where it speaks LMTP, RFC 2033), STARTTLS (RFC 3207) and EHLO again, AUTH (RFC 4954) by the
 * mechanisms of {@link dev.postern.smtp.login}. The session sends MAIL,
 * all RCPTs and DATA in one flight where the server offers PIPELINING (RFC 2920), streams the content, and tells the reply for each
 * recipient. Sessions are used again.
 */
@NullMarked
package dev.postern.smtp.client;

import org.jspecify.annotations.NullMarked;
