/** The settings by which somebody logs in to a server, a relay or one of mailboxes: tokens and mechanisms. */
@NullMarked
package dev.postern.kafka.login;

import org.jspecify.annotations.NullMarked;
