/** Mailboxes of a real Dovecot that are read while connections are cut, workers die and come, and the server gives its mails other names; each mail is counted in the topic. */
@NullMarked
package dev.postern.benchmarks.chaos.mailbox;

import org.jspecify.annotations.NullMarked;
