/** What happens to the server when many and rude clients come at once: it runs in a process of its own, the clients in ours. */
@NullMarked
package dev.postern.benchmarks.chaos;

import org.jspecify.annotations.NullMarked;
