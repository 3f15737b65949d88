/** What it takes to bring mail into a topic: Postern's source connector, beside Postfix that queues to disk and a bare producer. */
@NullMarked
package dev.postern.benchmarks.source;

import org.jspecify.annotations.NullMarked;
