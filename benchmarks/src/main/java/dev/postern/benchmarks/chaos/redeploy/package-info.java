/** Applications, the adapter and the gateway are deployed anew while mail flows: nothing may be lost, nobody else may notice, and nothing may be left. */
@NullMarked
package dev.postern.benchmarks.chaos.redeploy;

import org.jspecify.annotations.NullMarked;
