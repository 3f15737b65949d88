/**
 * Well-known providers of mail: their servers for submission and for reading mailboxes, what they want for a login, and by what a domain
 * is known to be theirs.
 *
 * <p>What is known is data, {@code providers.tsv}, read by {@link dev.postern.smtp.provider.ProviderTable}. Services and their ports are those
 * of RFC 6186 and RFC 8314; none is without TLS.
 */
@NullMarked
package dev.postern.smtp.provider;

import org.jspecify.annotations.NullMarked;
