/**
 * Who we are to a server: SASL as a client speaks it (RFC 4422), without I/O.
 *
 * <p>The story of a login: {@link dev.postern.smtp.login.MechanismChoice} picks one of the {@link dev.postern.smtp.login.LoginMechanism}s
 * that a server offers; a {@link dev.postern.smtp.login.Proof}, which is a password or a token, begins its
 * {@link dev.postern.smtp.login.ClientExchange}, which answers the server's challenges and says in the end whether the server has kept
 * to the mechanism. Tokens come from a {@link dev.postern.smtp.login.TokenSource}.
 */
@NullMarked
package dev.postern.smtp.login;

import org.jspecify.annotations.NullMarked;
