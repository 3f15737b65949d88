/**
 * The sink connector while parts of its world fail: a stream of mails through a real broker and real workers to a server that refuses some, with a proxy
 * between that knows what is on the wire.
 */
@NullMarked
package dev.postern.benchmarks.chaos.sink;

import org.jspecify.annotations.NullMarked;
