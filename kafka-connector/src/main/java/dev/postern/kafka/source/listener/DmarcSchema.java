package dev.postern.kafka.source.listener;

import dev.postern.mail.dmarc.PublishedPolicy;
import dev.postern.mail.dmarc.report.ReportRow;
import dev.postern.smtp.origin.DmarcCounts;
import java.util.Date;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;

/** What is told of mail in the name of a domain that asks for reports, in the words of RFC 9990. Later versions only add fields that may be absent. */
public final class DmarcSchema {
    private static final Schema SIGNATURE = SchemaBuilder.struct()
            .name("dev.postern.DmarcSignature")
            .field("domain", Schema.STRING_SCHEMA)
            .field("selector", Schema.STRING_SCHEMA)
            .field("result", Schema.STRING_SCHEMA)
            .build();

    /** All fields, in their order. */
    public static final Schema SCHEMA = SchemaBuilder.struct()
            .name("dev.postern.DmarcCount")
            .version(1)
            .doc(
                    "How much mail in the name of a domain came from one source with one result, and what was done with it")
            .field("domain", Schema.STRING_SCHEMA)
            .field("policy", Schema.STRING_SCHEMA)
            .field("begin", Timestamp.SCHEMA)
            .field("end", Timestamp.SCHEMA)
            .field("source", Schema.STRING_SCHEMA)
            .field("count", Schema.INT64_SCHEMA)
            .field("disposition", Schema.STRING_SCHEMA)
            .field("dkim", Schema.STRING_SCHEMA)
            .field("spf", Schema.STRING_SCHEMA)
            .field("overrides", SchemaBuilder.array(Schema.STRING_SCHEMA).build())
            .field("headerFrom", Schema.STRING_SCHEMA)
            .field("envelopeFrom", Schema.STRING_SCHEMA)
            .field("spfDomain", Schema.STRING_SCHEMA)
            .field("spfResult", Schema.STRING_SCHEMA)
            .field("signatures", SchemaBuilder.array(SIGNATURE).build())
            .build();

    private DmarcSchema() {}

    /**
     * One kind of mail.
     *
     * @param count how much of it came in this time
     */
    static Struct of(PublishedPolicy policy, ReportRow row, long count, DmarcCounts.Period period) {
        return new Struct(SCHEMA)
                .put("domain", policy.domain())
                .put("policy", policy.record().policy().toString())
                .put("begin", Date.from(period.begin()))
                .put("end", Date.from(period.end()))
                .put("source", row.source())
                .put("count", count)
                .put("disposition", row.disposition())
                .put("dkim", aligned(row.dkimAligned()))
                .put("spf", aligned(row.spfAligned()))
                .put(
                        "overrides",
                        row.overrides().stream()
                                .map(each -> each.kind().toString())
                                .toList())
                .put("headerFrom", row.headerFrom())
                .put("envelopeFrom", row.envelopeFrom())
                .put("spfDomain", row.spfDomain())
                .put("spfResult", row.spfResult())
                .put("signatures", signatures(row));
    }

    private static List<Struct> signatures(ReportRow row) {
        return row.signatures().stream()
                .map(each -> new Struct(SIGNATURE)
                        .put("domain", each.domain())
                        .put("selector", each.selector())
                        .put("result", each.result()))
                .toList();
    }

    /** RFC 9990 §3.1.1.8 */
    private static String aligned(boolean aligned) {
        return aligned ? "pass" : "fail";
    }
}
