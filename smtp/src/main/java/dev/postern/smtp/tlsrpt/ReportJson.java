package dev.postern.smtp.tlsrpt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Writes reports as RFC 8460 §4.4 has them. */
public final class ReportJson {
    private static final JsonFactory JSON = new JsonFactory();

    private final String organization;
    private final String contact;

    /**
     * @param organization who reports
     * @param contact whom people may ask about it, a mail address
     */
    public ReportJson(String organization, String contact) {
        this.organization = organization;
        this.contact = contact;
    }

    /**
     * Writes one report; the stream stays open.
     *
     * @param id no other report of ours has it
     */
    public void write(DomainReport report, String id, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            json.writeStringField("organization-name", organization);
            json.writeObjectFieldStart("date-range");
            json.writeStringField("start-datetime", begin(report.day()));
            json.writeStringField("end-datetime", end(report.day()));
            json.writeEndObject();
            json.writeStringField("contact-info", contact);
            json.writeStringField("report-id", id);
            json.writeArrayFieldStart("policies");
            for (PolicyCounts counts : report.policies()) {
                write(report, counts, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void write(DomainReport report, PolicyCounts counts, JsonGenerator json) throws IOException {
        AppliedPolicy policy = counts.policy();
        json.writeStartObject();
        json.writeObjectFieldStart("policy");
        json.writeStringField("policy-type", policy.type().text());
        writeAll("policy-string", policy.strings(), json);
        json.writeStringField("policy-domain", report.domain().text());
        writeAll("mx-host", policy.hosts(), json);
        json.writeEndObject();
        json.writeObjectFieldStart("summary");
        json.writeNumberField("total-successful-session-count", counts.successful());
        json.writeNumberField("total-failure-session-count", counts.failed());
        json.writeEndObject();
        json.writeArrayFieldStart("failure-details");
        for (Map.Entry<FailureDetail, Long> failure : counts.failures().entrySet()) {
            write(failure.getKey(), failure.getValue(), json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeAll(String name, List<String> values, JsonGenerator json) throws IOException {
        if (values.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    private static void write(FailureDetail failure, long count, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("result-type", failure.type().text());
        if (failure.host() != null) {
            json.writeStringField("receiving-mx-hostname", failure.host());
        }
        if (failure.address() != null) {
            json.writeStringField("receiving-ip", failure.address());
        }
        json.writeNumberField("failed-session-count", count);
        json.writeEndObject();
    }

    private static String begin(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toString();
    }

    private static String end(LocalDate day) {
        return day.atTime(LocalTime.MAX)
                .truncatedTo(ChronoUnit.SECONDS)
                .toInstant(ZoneOffset.UTC)
                .toString();
    }
}
