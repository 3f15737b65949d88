/**
 * Whether the domain that a reader sees as the author's stands behind a mail, and what it asks for where it does not: DMARC (RFC 9989), which
 * has replaced RFC 7489.
 *
 * <p>A {@link dev.postern.mail.dmarc.DmarcVerifier} judges by what SPF and DKIM have found, in these steps:
 *
 * <ol>
 *   <li>Take the domain of the author from From (§5.3.1); {@link dev.postern.mail.dmarc.Authors} says where that can't be told.
 *   <li>Find the {@link dev.postern.mail.dmarc.DmarcRecord} that applies: the domain's, else that of its organization, else that of the public suffix
 *       (§4.10.1), by a walk along its parents of eight questions at most (§4.10).
 *   <li>See whether a domain that SPF or DKIM has verified is the author's, or of the same organization (§4.10.2).
 *   <li>Where none is, the {@link dev.postern.mail.dmarc.DmarcFinding} says what the domain asks for.
 * </ol>
 *
 * <p>No list of public suffixes is used. What becomes of a mail that fails is the receiver's to decide (§5.4).
 */
@NullMarked
package dev.postern.mail.dmarc;

import org.jspecify.annotations.NullMarked;
