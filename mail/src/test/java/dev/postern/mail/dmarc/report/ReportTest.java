package dev.postern.mail.dmarc.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.dkim.DkimFinding;
import dev.postern.mail.dkim.DkimReport;
import dev.postern.mail.dkim.DkimResult;
import dev.postern.mail.dkim.DkimSignature;
import dev.postern.mail.dmarc.DmarcFinding;
import dev.postern.mail.dmarc.DmarcPolicy;
import dev.postern.mail.dmarc.DmarcRecord;
import dev.postern.mail.dmarc.DmarcResult;
import dev.postern.mail.dmarc.PublishedPolicy;
import dev.postern.mail.spf.SpfFinding;
import dev.postern.mail.spf.SpfQuery;
import dev.postern.mail.spf.SpfResult;
import dev.postern.testkit.Rfc;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

class ReportTest {
    private static final ReportMetadata METADATA = new ReportMetadata(
            "Example, Inc.",
            "dmarc@example.net",
            "mail.receiver.example",
            "2024-03-27_example.com@receiver.example",
            Instant.ofEpochSecond(1_013_662_812),
            Instant.ofEpochSecond(1_013_749_130));
    private static final PublishedPolicy POLICY = new PublishedPolicy(
            "example.com",
            DmarcRecord.parse("v=DMARC1; p=reject; sp=quarantine; aspf=s; t=y; fo=1")
                    .orElseThrow());

    @Test
    @Rfc("9990#3.1.1")
    void isWrittenInTheOrderOfTheSchema() throws IOException {
        ReportRow row = row(DmarcResult.FAIL, DmarcPolicy.REJECT, DmarcPolicy.QUARANTINE, null, "ann@example.com");
        assertEquals(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                        + "<feedback xmlns=\"urn:ietf:params:xml:ns:dmarc-2.0\"><version>1.0</version>"
                        + "<report_metadata><org_name>Example, Inc.</org_name><email>dmarc@example.net</email>"
                        + "<report_id>2024-03-27_example.com@receiver.example</report_id>"
                        + "<date_range><begin>1013662812</begin><end>1013749130</end></date_range>"
                        + "<generator>Postern</generator></report_metadata>"
                        + "<policy_published><domain>example.com</domain><discovery_method>treewalk</discovery_method>"
                        + "<p>reject</p><sp>quarantine</sp><np>quarantine</np><fo>1</fo><adkim>r</adkim><aspf>s</aspf>"
                        + "<testing>y</testing></policy_published>"
                        + "<record><row><source_ip>192.0.2.123</source_ip><count>123</count>"
                        + "<policy_evaluated><disposition>quarantine</disposition><dkim>fail</dkim><spf>fail</spf>"
                        + "<reason><type>policy_test_mode</type></reason></policy_evaluated></row>"
                        + "<identifiers><header_from>a.example.com</header_from>"
                        + "<envelope_from>example.com</envelope_from></identifiers>"
                        + "<auth_results><dkim><domain>list.example</domain><selector>s</selector><result>pass</result></dkim>"
                        + "<dkim><domain>example.com</domain><selector>s</selector><result>fail</result>"
                        + "<human_result>the body is not what was signed</human_result></dkim>"
                        + "<spf><domain>example.com</domain><scope>mfrom</scope><result>softfail</result></spf>"
                        + "</auth_results></record></feedback>",
                xml(row));
    }

    @ParameterizedTest
    @CsvSource({"REJECT, pass", "QUARANTINE, pass", "NONE, none"})
    @Rfc("9990#3.1.1.9")
    void tellsOfMailThatPassesAnAskingPolicy(DmarcPolicy requested, String disposition) {
        ReportRow row = row(DmarcResult.PASS, requested, DmarcPolicy.NONE, null, "ann@example.com");
        assertEquals(disposition, row.disposition());
        assertEquals(List.of(), row.overrides());
    }

    @Test
    @Rfc("9990#3.1.1.9b")
    void tellsWhySomethingElseWasDone() {
        assertEquals(
                List.of(new PolicyOverride(PolicyOverride.Kind.POLICY_TEST_MODE, "")),
                row(DmarcResult.FAIL, DmarcPolicy.REJECT, DmarcPolicy.QUARANTINE, null, "")
                        .overrides());
        assertEquals(
                List.of(
                        new PolicyOverride(PolicyOverride.Kind.POLICY_TEST_MODE, ""),
                        new PolicyOverride(PolicyOverride.Kind.LOCAL_POLICY, "")),
                row(DmarcResult.FAIL, DmarcPolicy.REJECT, DmarcPolicy.NONE, null, "")
                        .overrides());
        PolicyOverride list = new PolicyOverride(PolicyOverride.Kind.MAILING_LIST, "arc=pass");
        assertTrue(row(DmarcResult.FAIL, DmarcPolicy.REJECT, DmarcPolicy.NONE, list, "")
                .overrides()
                .contains(list));
    }

    @Test
    @Rfc("9990#3.1.1.10")
    void tellsOfNoSenderForTheNullPath() {
        assertEquals(
                "",
                row(DmarcResult.FAIL, DmarcPolicy.REJECT, DmarcPolicy.REJECT, null, "")
                        .envelopeFrom());
    }

    @Test
    @Rfc("9990#3.1.1.7")
    void hasOneRowForMailThatIsAlike() {
        ReportRow one = row(DmarcResult.FAIL, DmarcPolicy.REJECT, DmarcPolicy.REJECT, null, "ann@example.com");
        ReportRow other = row(DmarcResult.FAIL, DmarcPolicy.REJECT, DmarcPolicy.REJECT, null, "bob@example.com");
        assertEquals(one, other);
    }

    @ParameterizedTest
    @EnumSource(
            value = DmarcResult.class,
            names = {"NONE", "TEMPERROR", "PERMERROR"})
    void isNotAboutMailThatWasNotJudged(DmarcResult result) {
        assertThrows(
                IllegalArgumentException.class,
                () -> row(result, DmarcPolicy.NONE, DmarcPolicy.NONE, null, "ann@example.com"));
    }

    @Test
    @Rfc("9990#3.5.2")
    void hasItsNameAndSubject() {
        assertEquals(
                "mail.receiver.example!example.com!1013662812!1013749130!20240327examplecomreceiverexample.xml.gz",
                METADATA.fileName("example.com"));
        assertEquals(
                "Report Domain: example.com Submitter: mail.receiver.example"
                        + " Report-ID: <2024-03-27_example.com@receiver.example>",
                METADATA.subject("example.com"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a>", ".a", "a..b", "a@b@c", "a\r\nX: y", "\u00e4"})
    @Rfc("9990#3.5.1")
    void hasAnIdThatFitsIntoItsSubject(String id) {
        assertThrows(
                IllegalArgumentException.class,
                () -> new ReportMetadata("x", "x@y", "y", id, Instant.EPOCH, Instant.EPOCH));
    }

    @Test
    void canHoldAnything() throws IOException, ParserConfigurationException, SAXException {
        String hostile = "<a>&amp;]]>\"'\u0000\u001b\ud800\uffff\u00e4\ud83d\ude00";
        ReportRow row = new ReportRow(
                hostile,
                "none",
                true,
                true,
                List.of(new PolicyOverride(PolicyOverride.Kind.OTHER, hostile)),
                hostile,
                hostile,
                List.of(new ReportRow.Signature(hostile, hostile, "pass", hostile)),
                hostile,
                "pass");
        Document read = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml(row).getBytes(UTF_8)));
        String expected = "<a>&amp;]]>\"'????\u00e4\ud83d\ude00";
        for (String name :
                List.of("source_ip", "comment", "header_from", "envelope_from", "selector", "human_result")) {
            assertEquals(expected, read.getElementsByTagName(name).item(0).getTextContent());
        }
    }

    private static String xml(ReportRow row) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ReportXml xml = new ReportXml(out, METADATA, POLICY)) {
            xml.row(row, 123);
        }
        return out.toString(UTF_8);
    }

    /** A row of a domain that tries its policy: so one less is to be done than is asked for. */
    private static ReportRow row(
            DmarcResult result,
            DmarcPolicy requested,
            DmarcPolicy applied,
            @Nullable PolicyOverride why,
            String sender) {
        InetAddress source = source();
        DmarcPolicy disposition = requested == DmarcPolicy.REJECT ? DmarcPolicy.QUARANTINE : DmarcPolicy.NONE;
        boolean passed = result == DmarcResult.PASS;
        DmarcFinding dmarc = new DmarcFinding(
                result,
                "a.example.com",
                Optional.of(POLICY),
                requested,
                passed ? DmarcPolicy.NONE : disposition,
                passed,
                false,
                "");
        SpfQuery query = SpfQuery.mailFrom(source, "mail.example.com", sender);
        return ReportRow.of(
                new SpfFinding(SpfResult.SOFTFAIL, query, "example.com", null, null, ""),
                new DkimReport(
                        List.of(
                                new DkimFinding(DkimResult.NEUTRAL, null, "malformed", false),
                                signature(DkimResult.FAIL, "example.com", "the body is not what was signed"),
                                signature(DkimResult.PASS, "list.example", "")),
                        0),
                dmarc,
                applied,
                why);
    }

    private static DkimFinding signature(DkimResult result, String domain, String reason) {
        return new DkimFinding(
                result,
                DkimSignature.parse("v=1; a=rsa-sha256; d=" + domain + "; s=s; h=from; bh=; b="),
                reason,
                false);
    }

    private static InetAddress source() {
        try {
            return InetAddress.getByName("192.0.2.123");
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
