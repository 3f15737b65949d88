/**
 * What is known of a mail's origin (RFC 8601): SPF, DKIM, ARC, DMARC and the login of the client, in one pass over the mail.
 *
 * <p>An {@link dev.postern.mail.auth.Authenticator} begins an {@link dev.postern.mail.auth.Authentication} at MAIL FROM:
 *
 * <ol>
 *   <li>SPF is asked for at once.
 *   <li>When the header is complete, the keys of signatures and seals are asked for, and the domains in From are read.
 *   <li>The body passes; none of it is kept.
 *   <li>When the mail has ended and the answers are there, DMARC compares what was verified with From.
 *   <li>The {@link dev.postern.mail.auth.AuthResults} are for those who decide what becomes of the mail, and for its header.
 * </ol>
 *
 * <p>The fields of the header themselves are {@link dev.postern.mail.auth.field}'s.
 */
@NullMarked
package dev.postern.mail.auth;

import org.jspecify.annotations.NullMarked;
