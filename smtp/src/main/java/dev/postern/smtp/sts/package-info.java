/**
 * What domains want of connections to their hosts, by MTA-STS (RFC 8461).
 *
 * <p>The story: a domain says by a record in DNS that it has a policy, and what that is called; {@link dev.postern.smtp.sts.StsPolicies} fetches it by HTTPS, which proves
 * whose it is, and keeps it as long as it says, also on disk. An {@link dev.postern.smtp.sts.StsPolicy} names the hosts that may take mail, and
 * whether that is enforced. What becomes of mail by it is decided where mail is delivered.
 */
@NullMarked
package dev.postern.smtp.sts;

import org.jspecify.annotations.NullMarked;
