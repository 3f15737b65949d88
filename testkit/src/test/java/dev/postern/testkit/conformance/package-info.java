/** Holds {@code docs/rfc.tsv} against the tests that cite it, and makes {@code docs/conformance.md} of both. */
@NullMarked
package dev.postern.testkit.conformance;

import org.jspecify.annotations.NullMarked;
