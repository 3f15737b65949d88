/** What senders tell a domain of how connections to its servers were protected (RFC 8460). */
@NullMarked
package dev.postern.smtp.tlsrpt;

import org.jspecify.annotations.NullMarked;
