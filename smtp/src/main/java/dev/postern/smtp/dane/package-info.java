/**
 * Who a server is by what DNS says of its certificate (RFC 6698, RFC 7671, and RFC 7672 for SMTP).
 *
 * <p>The story: TLSA records that DNS gave securely become a {@link dev.postern.smtp.dane.DaneIdentity}, of those of them that SMTP can use; where there are
 * records and none is usable there is none, and the connection is encrypted only. A {@link dev.postern.smtp.dane.DaneTrustManager}
 * asks it in the handshake: a record of usage 3 is the server's own certificate or key, whatever else stands in that; a record of usage 2 is that of
 * an authority, which must vouch for a certificate that is valid today and names the host. Nothing here asks DNS or knows a network.
 */
@NullMarked
package dev.postern.smtp.dane;

import org.jspecify.annotations.NullMarked;
