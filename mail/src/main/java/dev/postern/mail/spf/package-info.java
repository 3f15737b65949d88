/**
 * Whether a client may send mail for a domain, by what the domain publishes (RFC 7208, with RFC 8616 for names and addresses in letters of
 * any script).
 *
 * <p>{@link dev.postern.mail.spf.SpfVerifier} judges what an {@link dev.postern.mail.spf.SpfQuery} says of a client, in these steps:
 *
 * <ol>
 *   <li>Take the domain from the name of HELO or from the sender; where it is no name that could be looked up, the result is none (§4.3).
 *   <li>Ask for its TXT records and pick the one that is a policy (§4.4, §4.5).
 *   <li>Read it to its end ({@link dev.postern.mail.spf.SpfRecord}): one error anywhere makes a permerror (§4.6).
 *   <li>Try its mechanisms from left to right: addresses stand in the record, others are filled in (§7) and ask DNS, an include starts again
 *       at the second step (§5). The first that matches decides; where none does, the policy of redirect (§6.1).
 *   <li>Where the client is refused, ask why (§6.2).
 * </ol>
 *
 * <p>Who publishes a policy is a stranger, and may be the one who attacks. A check has a budget of questions, of questions in vain, and of
 * time ({@link dev.postern.mail.spf.SpfLimits}); each step waits for an answer, and no thread does. The outcome is a value
 * ({@link dev.postern.mail.spf.SpfFinding}), for who decides what becomes of the mail, and for the header.
 */
@NullMarked
package dev.postern.mail.spf;

import org.jspecify.annotations.NullMarked;
