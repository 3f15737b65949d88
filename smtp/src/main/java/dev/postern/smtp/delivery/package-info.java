/**
 * What becomes of a mail: handed on, to be tried again, or given up, for each recipient on its own.
 *
 * <p>A {@link dev.postern.smtp.delivery.Deliverer} sends through the client package and turns replies (RFC 5321 §4.2.1) and
 * failures into {@link dev.postern.smtp.delivery.Outcome}s with enhanced status codes (RFC 3463).
 */
@NullMarked
package dev.postern.smtp.delivery;

import org.jspecify.annotations.NullMarked;
