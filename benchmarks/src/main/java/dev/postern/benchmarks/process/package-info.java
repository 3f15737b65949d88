/** Processes that are measured: how they start, what CPU time they take, how they end. */
@NullMarked
package dev.postern.benchmarks.process;

import org.jspecify.annotations.NullMarked;
