/**
 * The reports that domains get of the mail that bears their names (RFC 9990). A {@link dev.postern.mail.dmarc.report.ReportRow} is what is told of one mail, and of all others
 * that are alike; {@link dev.postern.mail.dmarc.report.ReportXml} writes rows and their counts as the document that is sent.
 */
@NullMarked
package dev.postern.mail.dmarc.report;

import org.jspecify.annotations.NullMarked;
