/**
 * Who stands behind the mail of strangers: SPF (RFC 7208) when the first recipient is named, DKIM, ARC and DMARC (RFC 6376, 8617, 9989) when the
 * content has come, and what becomes of what they find (RFC 7372, RFC 8601).
 */
@NullMarked
package dev.postern.smtp.origin;

import org.jspecify.annotations.NullMarked;
