/** How fast mail is taken in: scenarios, targets, runs, and the table of what they cost. */
@NullMarked
package dev.postern.benchmarks.inbound;

import org.jspecify.annotations.NullMarked;
