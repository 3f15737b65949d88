package dev.postern.smtp.origin;

import dev.postern.mail.Address;
import dev.postern.mail.Attachment;
import dev.postern.mail.Message;
import dev.postern.mail.MessageBuilder;
import dev.postern.mail.dmarc.PublishedPolicy;
import dev.postern.mail.dmarc.ReportDestinations.Destinations;
import dev.postern.mail.dmarc.report.ReportMetadata;
import dev.postern.mail.dmarc.report.ReportRow;
import dev.postern.mail.dmarc.report.ReportXml;
import dev.postern.smtp.disk.DurableFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports for owners of domains as files (RFC 9990 §3.5): the report itself, and beside it the mail that brings it to those who may get it, ready for
 * {@code sendmail -t}. There is no mail while DNS does not say who may, and neither of them where nobody may.
 */
public final class ReportFiles {
    private static final Logger LOG = LoggerFactory.getLogger(ReportFiles.class);

    private final Path directory;
    private final Reporter reporter;

    /**
     * Who reports.
     *
     * @param organization by which people know us
     * @param email whom to write to about reports, and who sends them
     * @param receiver the name of this host
     */
    public record Reporter(String organization, String email, String receiver) {}

    /** @param directory which exists, and that nobody else writes to */
    public ReportFiles(Path directory, Reporter reporter) {
        this.directory = directory;
        this.reporter = reporter;
    }

    /** Writes what was counted for one domain. What can't be written is lost, and the log says so. */
    void write(PublishedPolicy policy, Destinations to, Map<ReportRow, Long> rows, Instant begin, Instant end) {
        if (to.mailboxes().isEmpty() && !to.temporary()) {
            LOG.info("no report for {}: those whom it names have not agreed to get any (RFC 9990 4)", policy.domain());
            return;
        }
        ReportMetadata metadata = new ReportMetadata(
                reporter.organization(),
                reporter.email(),
                reporter.receiver(),
                UUID.randomUUID().toString(),
                begin,
                end);
        try {
            String name = metadata.fileName(policy.domain());
            byte[] report = compressed(metadata, policy, rows);
            publish(report, name);
            if (!to.mailboxes().isEmpty()) {
                Attachment file = new Attachment(name, "application/gzip", report); // RFC 9990 §3.5.2
                publish(mail(metadata, policy.domain(), to, file), name.replace(".xml.gz", ".eml"));
            }
        } catch (IOException e) {
            LOG.error("the DMARC report for {} can't be written to {}, and is lost", policy.domain(), directory, e);
        }
    }

    private static byte[] compressed(ReportMetadata metadata, PublishedPolicy policy, Map<ReportRow, Long> rows)
            throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(octets);
                ReportXml xml = new ReportXml(out, metadata, policy)) {
            for (Map.Entry<ReportRow, Long> row : rows.entrySet()) {
                xml.row(row.getKey(), row.getValue());
            }
        }
        return octets.toByteArray();
    }

    private byte[] mail(ReportMetadata metadata, String domain, Destinations to, Attachment report) throws IOException {
        MessageBuilder mail = new MessageBuilder(metadata.id(), metadata.end())
                .from(reporter.email())
                .to(to.mailboxes().stream().map(Address::toString).collect(Collectors.joining(", ")))
                .subject(metadata.subject(domain))
                .header("Auto-Submitted", "auto-generated") // RFC 3834 §5
                .text("What " + reporter.organization() + " has found of mail in the name of " + domain + " from "
                        + metadata.begin() + " to " + metadata.end() + " is attached.\n")
                .attach(report);
        try (Message message = mail.build()) {
            return message.toByteArray();
        }
    }

    private void publish(byte[] content, String name) throws IOException {
        Path unfinished = directory.resolve(name + ".tmp");
        Files.write(unfinished, content);
        DurableFiles.publish(unfinished, directory.resolve(name));
    }
}
