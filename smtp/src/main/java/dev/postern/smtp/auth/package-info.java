/**
 * Who a client is: SASL as a server speaks it (RFC 4422), without I/O.
 *
 * <p>The story of a login: the server names the {@link dev.postern.smtp.auth.SaslMechanisms} that it offers and begins a
 * {@link dev.postern.smtp.auth.SaslDialogue}, which turns lines of base64 into octets and stops at {@code *}; the exchange of the
 * mechanism reads them and asks the {@link dev.postern.smtp.auth.Authenticator}, which judges. Mechanisms: PLAIN (RFC 4616), LOGIN,
 * SCRAM-SHA-256 and SCRAM-SHA-256-PLUS (RFC 5802, RFC 7677) bound by tls-server-end-point (RFC 5929), OAUTHBEARER (RFC 7628), XOAUTH2.
 */
@NullMarked
package dev.postern.smtp.auth;

import org.jspecify.annotations.NullMarked;
