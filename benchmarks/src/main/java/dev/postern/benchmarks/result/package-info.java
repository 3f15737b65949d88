/** What runs have measured, and how it is kept. */
@NullMarked
package dev.postern.benchmarks.result;

import org.jspecify.annotations.NullMarked;
