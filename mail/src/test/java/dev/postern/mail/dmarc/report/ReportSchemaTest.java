package dev.postern.mail.dmarc.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.SAXException;

/** Whether a validator takes what is written, by a schema of what the RFC says in words. */
class ReportSchemaTest {
    private static final Schema SCHEMA = schema();
    private static final ReportMetadata METADATA = new ReportMetadata(
            "Example & Sons",
            "dmarc@example.net",
            "mail.receiver.example",
            "4711@receiver.example",
            Instant.ofEpochSecond(1_013_662_812),
            Instant.ofEpochSecond(1_013_749_130));

    private static Schema schema() {
        try {
            SchemaFactory factory = SchemaFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            return factory.newSchema(ReportSchemaTest.class.getResource("report.xsd"));
        } catch (SAXException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void validate(String xml) throws SAXException, IOException {
        SCHEMA.newValidator().validate(new StreamSource(new ByteArrayInputStream(xml.getBytes(UTF_8))));
    }

    private static String xml(String record, List<ReportRow> rows) throws IOException {
        PublishedPolicy policy =
                new PublishedPolicy("example.com", DmarcRecord.parse(record).orElseThrow());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ReportXml xml = new ReportXml(out, METADATA, policy)) {
            for (ReportRow row : rows) {
                xml.row(row, 1 + rows.indexOf(row));
            }
        }
        return out.toString(UTF_8);
    }

    /** What is told of a mail with these results, for whatever reason something else was done than is asked for. */
    private static ReportRow row(
            String source,
            String sender,
            SpfResult spf,
            DkimReport dkim,
            DmarcFinding dmarc,
            DmarcPolicy applied,
            PolicyOverride.@Nullable Kind why) {
        SpfQuery query = SpfQuery.mailFrom(address(source), "[192.0.2.1]", sender);
        return ReportRow.of(
                new SpfFinding(spf, query, sender.substring(sender.indexOf('@') + 1), null, null, ""),
                dkim,
                dmarc,
                applied,
                why == null ? null : new PolicyOverride(why, "as we see fit"));
    }

    private static ReportRow row(String source, String sender, SpfResult spf, DkimReport dkim) {
        return row(source, sender, spf, dkim, dmarc(DmarcPolicy.REJECT, true), DmarcPolicy.NONE, null);
    }

    /** Of a domain that tries its policy: one less is to be done than is asked for. */
    private static DmarcFinding dmarc(DmarcPolicy requested, boolean passed) {
        DmarcPolicy tried = requested == DmarcPolicy.REJECT ? DmarcPolicy.QUARANTINE : DmarcPolicy.NONE;
        return new DmarcFinding(
                passed ? DmarcResult.PASS : DmarcResult.FAIL,
                "a.example.com",
                Optional.empty(),
                requested,
                passed ? DmarcPolicy.NONE : tried,
                passed,
                false,
                "");
    }

    private static DkimReport dkim(DkimResult... results) {
        return new DkimReport(
                Stream.of(results)
                        .map(result -> new DkimFinding(
                                result,
                                DkimSignature.parse("v=1; a=rsa-sha256; d=example.com; s=s; h=from; bh=; b="),
                                result == DkimResult.PASS ? "" : "why: <" + result + ">",
                                false))
                        .toList(),
                0);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static List<ReportRow> rows() {
        List<ReportRow> rows = new ArrayList<>();
        for (SpfResult spf : SpfResult.values()) {
            rows.add(row("192.0.2.123", "ann@example.com", spf, dkim()));
        }
        rows.add(row("192.0.2.123", "", SpfResult.NONE, dkim(DkimResult.values())));
        for (String source : List.of("2001:db8::1", "::1", "2001:db8:1:2:3:4:5:6", "::ffff:192.0.2.7", "2001:db8::")) {
            rows.add(row(source, "ann@xn--bcher-kva.example", SpfResult.PASS, dkim(DkimResult.PASS)));
        }
        for (DmarcPolicy requested : DmarcPolicy.values()) {
            for (DmarcPolicy applied : DmarcPolicy.values()) {
                for (PolicyOverride.Kind why : PolicyOverride.Kind.values()) {
                    rows.add(row(
                            "192.0.2.123",
                            "ann@example.com",
                            SpfResult.FAIL,
                            dkim(DkimResult.FAIL),
                            dmarc(requested, false),
                            applied,
                            why));
                }
            }
            rows.add(row(
                    "192.0.2.123",
                    "ann@example.com",
                    SpfResult.PASS,
                    dkim(),
                    dmarc(requested, true),
                    DmarcPolicy.NONE,
                    null));
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=DMARC1",
                "v=DMARC1; p=none; sp=quarantine; np=reject; fo=1:d:s; adkim=s; aspf=s; t=y",
                "v=DMARC1; p=reject; fo=nonsense; adkim=x; t=maybe",
                "v=DMARC1; p=nonsense; rua=mailto:a@example.com"
            })
    @Rfc("9990#3.1.1")
    void whateverIsFoundMakesAValidReport(String record) {
        assertDoesNotThrow(() -> validate(xml(record, rows())));
    }

    @Test
    @Rfc("9990#3.1.1")
    void whateverStrangersSayMakesAValidReport() {
        String hostile = "<a>&amp;]]>\"'\u0000\u001b\ud800\uffff\u00e4\ud83d\ude00\r\n";
        ReportRow row = new ReportRow(
                "192.0.2.1",
                "none",
                true,
                true,
                List.of(new PolicyOverride(PolicyOverride.Kind.OTHER, hostile)),
                hostile,
                hostile,
                List.of(new ReportRow.Signature(hostile, hostile, "pass", hostile)),
                hostile,
                "pass");
        assertDoesNotThrow(() -> validate(xml("v=DMARC1; p=none", List.of(row))));
    }

    @ParameterizedTest
    @CsvSource({
        // a part of a report, and what makes it wrong
        "<version>1.0</version>, <version>2.0</version>",
        "<email>dmarc@example.net</email>, ''",
        "<begin>1013662812</begin>, <begin>yesterday</begin>",
        "<discovery_method>treewalk</discovery_method>, <discovery_method>guess</discovery_method>",
        "<p>reject</p>, <p>pass</p>",
        "<count>1</count>, <count>0</count>",
        "<source_ip>192.0.2.123</source_ip>, <source_ip>client.example</source_ip>",
        "<disposition>pass</disposition><dkim>fail</dkim>, <dkim>fail</dkim><disposition>pass</disposition>",
        "<header_from>a.example.com</header_from>, ''",
        "<selector>s</selector>, <selector>s</selector><selector>s</selector>",
        "<result>pass</result>, <result>good</result>",
        "<scope>mfrom</scope>, <scope>helo</scope>",
        "</record></feedback>, </record><record/></feedback>",
        "urn:ietf:params:xml:ns:dmarc-2.0, urn:ietf:params:xml:ns:dmarc-1.0",
    })
    void theValidatorSeesWhatIsWrong(String part, String wrong) throws IOException, SAXException {
        String right = xml(
                "v=DMARC1; p=reject",
                List.of(row("192.0.2.123", "ann@example.com", SpfResult.PASS, dkim(DkimResult.PASS))));
        validate(right);
        String changed = right.replaceFirst(Pattern.quote(part), wrong);
        assertNotEquals(right, changed, part);
        assertThrows(SAXException.class, () -> validate(changed));
    }

    @Test
    void aReportWithoutARecordIsNone() {
        assertThrows(SAXException.class, () -> validate(xml("v=DMARC1; p=none", List.of())));
    }
}
