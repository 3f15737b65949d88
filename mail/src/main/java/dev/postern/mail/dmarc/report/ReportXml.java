package dev.postern.mail.dmarc.report;

import dev.postern.mail.dmarc.DmarcRecord;
import dev.postern.mail.dmarc.PublishedPolicy;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes a report while its rows come (RFC 9990 appendix A). What XML can't hold becomes a question mark. */
public final class ReportXml implements AutoCloseable {
    private static final String NAMESPACE = "urn:ietf:params:xml:ns:dmarc-2.0";

    private final XMLStreamWriter xml;

    /**
     * Starts a report.
     *
     * @param out which stays open
     * @param policy of which all rows are
     * @throws IOException if it can't be written
     */
    public ReportXml(OutputStream out, ReportMetadata metadata, PublishedPolicy policy) throws IOException {
        try {
            this.xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
            xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            xml.writeStartElement("feedback");
            xml.writeDefaultNamespace(NAMESPACE);
            element("version", "1.0");
            write(metadata);
            write(policy);
        } catch (XMLStreamException e) {
            throw new IOException("the report can't be written", e);
        }
    }

    /**
     * Writes a row.
     *
     * @param count how many mails it is of
     * @throws IOException if it can't be written
     */
    public void row(ReportRow row, long count) throws IOException {
        try {
            xml.writeStartElement("record");
            xml.writeStartElement("row");
            element("source_ip", row.source());
            element("count", String.valueOf(count));
            evaluated(row);
            xml.writeEndElement();
            xml.writeStartElement("identifiers");
            element("header_from", row.headerFrom());
            element("envelope_from", row.envelopeFrom());
            xml.writeEndElement();
            results(row);
            xml.writeEndElement();
        } catch (XMLStreamException e) {
            throw new IOException("the report can't be written", e);
        }
    }

    /**
     * Ends the report.
     *
     * @throws IOException if it can't be written
     */
    @Override
    public void close() throws IOException {
        try {
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException("the report can't be written", e);
        }
    }

    private void write(ReportMetadata metadata) throws XMLStreamException {
        xml.writeStartElement("report_metadata");
        element("org_name", metadata.organization());
        element("email", metadata.email());
        element("report_id", metadata.id());
        xml.writeStartElement("date_range");
        element("begin", String.valueOf(metadata.begin().getEpochSecond()));
        element("end", String.valueOf(metadata.end().getEpochSecond()));
        xml.writeEndElement();
        element("generator", "Postern");
        xml.writeEndElement();
    }

    /** RFC 9990 §3.1.1.5: what a record does not say has its default. */
    private void write(PublishedPolicy policy) throws XMLStreamException {
        DmarcRecord record = policy.record();
        xml.writeStartElement("policy_published");
        element("domain", policy.domain());
        element("discovery_method", "treewalk");
        element("p", record.policy().toString());
        element("sp", record.subdomainPolicy().toString());
        element("np", record.missingDomainPolicy().toString());
        element("fo", record.failureOptions());
        element("adkim", record.isDkimStrict() ? "s" : "r");
        element("aspf", record.isSpfStrict() ? "s" : "r");
        element("testing", record.isTesting() ? "y" : "n");
        xml.writeEndElement();
    }

    private void evaluated(ReportRow row) throws XMLStreamException {
        xml.writeStartElement("policy_evaluated");
        element("disposition", row.disposition());
        element("dkim", row.dkimAligned() ? "pass" : "fail");
        element("spf", row.spfAligned() ? "pass" : "fail");
        for (PolicyOverride override : row.overrides()) {
            xml.writeStartElement("reason");
            element("type", override.kind().toString());
            optional("comment", override.comment());
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private void results(ReportRow row) throws XMLStreamException {
        xml.writeStartElement("auth_results");
        for (ReportRow.Signature signature : row.signatures()) {
            xml.writeStartElement("dkim");
            element("domain", signature.domain());
            element("selector", signature.selector());
            element("result", signature.result());
            optional("human_result", signature.reason());
            xml.writeEndElement();
        }
        xml.writeStartElement("spf");
        element("domain", row.spfDomain());
        element("scope", "mfrom");
        element("result", row.spfResult());
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private void optional(String name, String text) throws XMLStreamException {
        if (!text.isEmpty()) {
            element(name, text);
        }
    }

    private void element(String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(text.codePoints()
                .map(c -> isCharacter(c) ? c : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString());
        xml.writeEndElement();
    }

    /** XML 1.0 §2.2 */
    private static boolean isCharacter(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c < 0xd800)
                || (c >= 0xe000 && c != 0xfffe && c != 0xffff);
    }
}
