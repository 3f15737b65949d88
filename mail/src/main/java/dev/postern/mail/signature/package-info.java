/**
 * What the signatures of DKIM (RFC 6376) and ARC (RFC 8617) have in common: lists of tags, canonical forms of header and body, hashes and
 * keys.
 *
 * <p>A {@link dev.postern.mail.signature.MailPass} takes a mail once, for all who verify or sign it: each listener hears of the header, says which
 * hashes of the body it needs, and finds them made when the mail has ended. The body is not kept.
 */
@NullMarked
package dev.postern.mail.signature;

import org.jspecify.annotations.NullMarked;
