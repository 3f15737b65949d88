/**
 * The source connector while parts of its world fail: clients that keep what they got no 250 for, a listener in a real worker, and a real broker behind it.
 */
@NullMarked
package dev.postern.benchmarks.chaos.source;

import org.jspecify.annotations.NullMarked;
