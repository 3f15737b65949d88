/**
 * Finds the mail servers of a user by nothing but the domain of the address.
 *
 * <p>{@link dev.postern.smtp.discovery.Discovery} asks, in this order, DNS for the domain's own word (SRV records, RFC 6186, with submissions
 * and the other services in TLS first, RFC 8314 §5.1), the table of {@link dev.postern.smtp.provider providers} whose domain or customer it is,
 * and names that are usual. What the table does not know is tried by a {@link dev.postern.smtp.discovery.Probe}: it counts only where TLS
 * shows a certificate that is trusted and names the host. Nothing in plaintext is ever found, and no password is ever shown.
 */
@NullMarked
package dev.postern.smtp.discovery;

import org.jspecify.annotations.NullMarked;
