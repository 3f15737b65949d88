/**
 * What servers and mailbox providers say of mail that we have sent: it becomes events beside the sink's own, and keeps mail from those who have no
 * mailbox or do not want it.
 */
@NullMarked
package dev.postern.kafka.source.feedback;

import org.jspecify.annotations.NullMarked;
