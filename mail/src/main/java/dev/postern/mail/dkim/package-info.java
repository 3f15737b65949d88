/**
 * Whether a domain takes responsibility for a mail, and taking it: DKIM (RFC 6376; RFC 8301 on what is too weak, RFC 8463 on Ed25519,
 * RFC 8616 on names in other scripts, RFC 8601 §2.7.1 on the results).
 *
 * <p>A {@link dev.postern.mail.dkim.DkimVerifier} begins a {@link dev.postern.mail.dkim.DkimVerification}, which takes the mail as it comes:
 *
 * <ol>
 *   <li>The header is gathered up to the empty line, under a bound. A line that belongs to no field, or a second From, and nothing passes.
 *   <li>Each DKIM-Signature, from the top and under a bound, becomes a {@link dev.postern.mail.dkim.DkimSignature}, or is malformed. What it says may
 *       settle it already: SHA-1, l=, times.
 *   <li>For the others the key is asked for, each name once, and nobody waits for it.
 *   <li>The body passes through one filter for each canonical form and one digest for each hash that is wanted. None of it is kept.
 *   <li>When the mail has ended and a key is there, its text becomes a {@link dev.postern.mail.dkim.DkimRecord}, that a key of bearable size, and it is
 *       asked whether the header, in the form that was signed, is what it signs.
 *   <li>All {@link dev.postern.mail.dkim.DkimFinding}s together are the {@link dev.postern.mail.dkim.DkimReport}.
 * </ol>
 */
@NullMarked
package dev.postern.mail.dkim;

import org.jspecify.annotations.NullMarked;
