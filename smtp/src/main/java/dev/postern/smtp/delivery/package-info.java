/**
 * What becomes of a mail: handed on, to be tried again, or given up, for each recipient on its own.
 *
 * <p>A {@link dev.postern.smtp.delivery.Deliverer} asks a {@link dev.postern.smtp.delivery.Router} for the servers of the sender's mail to each domain:
 * {@link dev.postern.smtp.delivery.MxRouter} finds them in DNS (RFC 5321 §5.1, RFC 7505), {@link dev.postern.smtp.delivery.RelayRouter} has a
 * list, and {@link dev.postern.smtp.delivery.TableRouter} leaves some mail to others. It offers the mail to one server after the other through the client package, and turns replies (RFC 5321 §4.2.1) and failures into
 * {@link dev.postern.smtp.delivery.Outcome}s with enhanced status codes (RFC 3463).
 *
 * <p>How a host has to prove who it is comes from the operator's {@link dev.postern.smtp.delivery.TlsPolicyTable}, else, by MX, from what the domain publishes
 * ({@link dev.postern.smtp.delivery.PublishedTls}: DANE by RFC 7672, MTA-STS by RFC 8461). What came of that is in the outcome, and
 * {@link dev.postern.smtp.delivery.TlsReports} has reports of it (RFC 8460).
 */
@NullMarked
package dev.postern.smtp.delivery;

import org.jspecify.annotations.NullMarked;
