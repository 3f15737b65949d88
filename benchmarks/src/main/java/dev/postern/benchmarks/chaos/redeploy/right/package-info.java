/** An application that shares its listener with that of the package {@code left}. */
package dev.postern.benchmarks.chaos.redeploy.right;
