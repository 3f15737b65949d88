/** The Java servers that are measured: main classes, each of which runs in a process of its own. */
@NullMarked
package dev.postern.benchmarks.server;

import org.jspecify.annotations.NullMarked;
