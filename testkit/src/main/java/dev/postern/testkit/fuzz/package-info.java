/**
 * Hostile bytes for parsers and sessions. A target is a test class {@code …FuzzTest} with a method {@code fuzzerTestOneInput}, as Jazzer calls
 * it; in normal builds {@link dev.postern.testkit.fuzz.Corpus} replays what is committed, and under {@code -Pfuzz}
 * {@link dev.postern.testkit.fuzz.FuzzRuns} lets Jazzer search on.
 */
@NullMarked
package dev.postern.testkit.fuzz;

import org.jspecify.annotations.NullMarked;
