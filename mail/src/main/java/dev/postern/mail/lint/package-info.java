/**
 * What large mailbox providers ask of those who send to them, tried on one mail before it is sent: the rules that Gmail, Yahoo and Outlook have
 * published for senders since 2024, and what RFC 5322 and RFC 8058 ask for.
 *
 * <p>{@link dev.postern.mail.lint.SenderLint} judges the mail as a receiver would, by {@link dev.postern.mail.auth}, looks at its header and at
 * the name of the host that sends it, and tells of each {@link dev.postern.mail.lint.LintRule} what came of it and what to do.
 */
@NullMarked
package dev.postern.mail.lint;

import org.jspecify.annotations.NullMarked;
