/** What it costs to send the mails of a topic: the sink connector beside Camel's, beside Postfix, and beside what it can't be cheaper than. */
@NullMarked
package dev.postern.benchmarks.outbound;

import org.jspecify.annotations.NullMarked;
