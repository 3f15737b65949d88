/**
 * The chain of those who handled a mail before us, and adding ourselves to it: ARC (RFC 8617).
 *
 * <p>An {@link dev.postern.mail.arc.ArcVerifier} makes an {@link dev.postern.mail.arc.ArcInspection}, which listens to a mail as it comes:
 *
 * <ol>
 *   <li>The three kinds of fields are sorted into sets by their numbers. Whatever is missing, twice, or says of itself that the chain is broken, ends it (§5.2, 1 to 3).
 *   <li>The keys of the newest signature and of all seals are asked for, each name once and under a bound, and come while the body does.
 *   <li>The newest signature must fit the mail, and each seal the sets below it (§5.2, 4 and 6). Older signatures tell since when the mail is unchanged (5).
 *   <li>The {@link dev.postern.mail.arc.ArcReport} says pass, fail or none, and who sealed what.
 * </ol>
 *
 * <p>An {@link dev.postern.mail.arc.ArcSealer} adds a set of ours to a mail as it leaves, with the report of the mail as it came (§5.1).
 */
@NullMarked
package dev.postern.mail.arc;

import org.jspecify.annotations.NullMarked;
