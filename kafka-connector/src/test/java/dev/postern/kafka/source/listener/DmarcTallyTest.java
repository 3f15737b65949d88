package dev.postern.kafka.source.listener;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.mail.dmarc.DmarcRecord;
import dev.postern.mail.dmarc.PublishedPolicy;
import dev.postern.mail.dmarc.report.CountedMail;
import dev.postern.mail.dmarc.report.PolicyOverride;
import dev.postern.mail.dmarc.report.ReportRow;
import dev.postern.testkit.Rfc;
import dev.postern.testkit.SettableClock;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

class DmarcTallyTest {
    private static final Instant BEGIN = Instant.parse("2026-11-27T10:00:00Z");

    private final SettableClock clock = new SettableClock(BEGIN);
    private final DmarcTally tally = new DmarcTally(clock);

    private static CountedMail mail(String source) {
        DmarcRecord record = DmarcRecord.parse("v=DMARC1; p=quarantine; rua=mailto:reports@example.org")
                .orElseThrow();
        ReportRow row = new ReportRow(
                source,
                "none",
                false,
                true,
                List.of(new PolicyOverride(PolicyOverride.Kind.LOCAL_POLICY, "")),
                "news.example.org",
                "bounce.example.org",
                List.of(new ReportRow.Signature("example.org", "s1", "fail", "the body is not what was signed")),
                "bounce.example.org",
                "pass");
        return new CountedMail(new PublishedPolicy("example.org", record), row);
    }

    private static byte[] json(Struct count) {
        return DmarcRecords.json().fromConnectData("counts", count.schema(), count);
    }

    @Test
    @Rfc("9990#3.1.1.7")
    void mailsOfOneSourceAndResultAreToldOfTogetherOnceAMinute() {
        tally.count(mail("192.0.2.1"));
        tally.count(mail("192.0.2.1"));
        tally.count(mail("192.0.2.2"));
        clock.set(BEGIN.plusSeconds(59));
        assertEquals(List.of(), tally.due());
        clock.set(BEGIN.plusSeconds(61));
        List<Struct> told = tally.due();
        assertEquals(
                List.of(2L, 1L),
                told.stream().map(each -> each.getInt64("count")).toList());
        assertEquals("192.0.2.1", told.get(0).getString("source"));
        assertEquals(Date.from(BEGIN), told.get(0).get("begin"));
        assertEquals(Date.from(clock.instant()), told.get(0).get("end"));
        clock.set(BEGIN.plusSeconds(130));
        assertEquals(List.of(), tally.due(), "they were told of");
    }

    @Test
    void whatAReportIsMadeOfStandsInTheRecord() throws IOException {
        tally.count(mail("192.0.2.1"));
        clock.set(BEGIN.plusSeconds(60));
        JsonNode count = new ObjectMapper().readTree(json(tally.due().get(0)));
        assertEquals(new ObjectMapper().readTree("""
                        {"domain": "example.org", "policy": "quarantine", "begin": 1795773600000, "end": 1795773660000,
                         "source": "192.0.2.1", "count": 1, "disposition": "none", "dkim": "fail", "spf": "pass",
                         "overrides": ["local_policy"], "headerFrom": "news.example.org",
                         "envelopeFrom": "bounce.example.org", "spfDomain": "bounce.example.org", "spfResult": "pass",
                         "signatures": [{"domain": "example.org", "selector": "s1", "result": "fail"}]}"""), count);
    }

    @Test
    void strangersFillNoMemory() {
        for (int i = 0; i < 20_000; i++) {
            tally.count(mail("2001:db8::" + Integer.toHexString(i)));
        }
        tally.count(mail("2001:db8::0"));
        clock.set(BEGIN.plusSeconds(60));
        List<Struct> told = tally.due();
        assertEquals(10_000, told.size());
        assertEquals(2L, told.get(0).getInt64("count"), "of kinds that are known each mail counts");
        byte[] last = json(told.get(9_999));
        assertTrue(last.length < 1_000, new String(last, UTF_8));
    }
}
