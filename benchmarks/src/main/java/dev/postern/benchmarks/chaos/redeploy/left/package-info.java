/** An application that shares its listener with that of the package {@code right}. */
package dev.postern.benchmarks.chaos.redeploy.left;
