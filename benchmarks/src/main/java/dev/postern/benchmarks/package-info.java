/** The commands that measure Postern beside its peers. */
@NullMarked
package dev.postern.benchmarks;

import org.jspecify.annotations.NullMarked;
