/** What a server allows: limits (RFC 5321 §4.5.3) and checks of clients, senders and recipients (§7.9). */
@NullMarked
package dev.postern.smtp.policy;

import org.jspecify.annotations.NullMarked;
