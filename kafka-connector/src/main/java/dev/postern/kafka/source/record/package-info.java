/** What a record says of a mail, in whichever way the mail came. */
@NullMarked
package dev.postern.kafka.source.record;

import org.jspecify.annotations.NullMarked;
