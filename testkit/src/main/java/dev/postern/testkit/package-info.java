/** Scripted and real peers, TLS fixtures and process helpers: what the tests, the demo and the benchmarks share. */
@NullMarked
package dev.postern.testkit;

import org.jspecify.annotations.NullMarked;
