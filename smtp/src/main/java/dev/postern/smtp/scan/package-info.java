/**
 * What content scanners that run already say of a mail, before it is taken.
 *
 * <p>The story of a scan: {@link dev.postern.smtp.scan.ScannedContent}, a check, lends the message to a
 * {@link dev.postern.smtp.scan.ContentScanner}, which speaks with its scanner on one of the {@link dev.postern.smtp.scan.ScanWorkers}: messages
 * rest in files, and reading them waits. When the deadline comes first the message is taken back, the connection closed, and the mail judged
 * without a finding. {@link dev.postern.smtp.scan.Rspamd} speaks HTTP, {@link dev.postern.smtp.scan.Spamd} SPAMC, and
 * {@link dev.postern.smtp.scan.Clamd} the protocol of clamd. Scanners are believed no more than clients are: what they say is bounded, and
 * only printable US-ASCII of it reaches replies, headers of records and logs.
 */
@NullMarked
package dev.postern.smtp.scan;

import org.jspecify.annotations.NullMarked;
