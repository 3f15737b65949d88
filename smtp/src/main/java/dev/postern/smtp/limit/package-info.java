/**
 * How much mail goes to whom: limits by the names of servers, as data. {@link dev.postern.smtp.limit.LimitTable} reads and finds them; the
 * client package keeps to them.
 */
@NullMarked
package dev.postern.smtp.limit;

import org.jspecify.annotations.NullMarked;
