/** A destination that is down for long, and all the mail for it waits in topics, while mail for another one flows. */
@NullMarked
package dev.postern.benchmarks.chaos.outage;

import org.jspecify.annotations.NullMarked;
