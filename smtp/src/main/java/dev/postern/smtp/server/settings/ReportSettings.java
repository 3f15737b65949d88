package dev.postern.smtp.server.settings;

import dev.postern.mail.Address;
import dev.postern.mail.dmarc.ReportDestinations;
import dev.postern.mail.dns.Resolver;
import dev.postern.smtp.origin.DmarcReports;
import dev.postern.smtp.origin.ReportFiles;
import dev.postern.smtp.server.settings.Setting.Importance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Whether the owners of authors' domains are to hear what was found of mail in their names. */
final class ReportSettings {
    static final Setting<String> DIRECTORY = Setting.text(
            "origin.reports.directory",
            "Directory of DMARC reports",
            "",
            Importance.LOW,
            "A directory that exists, to which aggregate reports (RFC 9990) are written as compressed XML: each midnight of UTC, and when the listener stops, one for each domain of"
                    + " authors that asks for such reports, and beside it the mail (.eml) to those who may get it, for sendmail -t to send. Empty: none are made.");
    static final Setting<String> EMAIL = Setting.text(
            "origin.reports.email",
            "Contact of DMARC reports",
            "",
            Importance.LOW,
            "The address that stands in the reports for questions about them; needed where reports are made.");
    static final Setting<String> ORGANIZATION = Setting.text(
            "origin.reports.organization",
            "Author of DMARC reports",
            "",
            Importance.LOW,
            "Who reports, by the name that people know. Empty: our own name.");
    static final SettingGroup GROUP = SettingGroup.of("DMARC reports", DIRECTORY, EMAIL, ORGANIZATION);

    private final String directory;
    private final String email;
    private final String organization;

    ReportSettings(SettingValues values) {
        directory = values.get(DIRECTORY);
        email = values.get(EMAIL);
        organization = values.get(ORGANIZATION);
    }

    /** Whether reports are to be made. */
    boolean isSet() {
        return !directory.isEmpty();
    }

    /** Says what is wrong with them, and with the directory. */
    void check(Problems problems) {
        if (!isSet()) {
            return;
        }
        try {
            Path place = Problems.path(directory);
            if (!Files.isDirectory(place) || !Files.isWritable(place)) {
                problems.add(DIRECTORY, directory, "must be a directory that exists and that we may write to");
            }
        } catch (IOException e) {
            problems.add(DIRECTORY, directory, e);
        }
        try {
            Address.parse(email);
        } catch (IllegalArgumentException e) {
            problems.add(EMAIL, email, "must be an address, as it stands in the reports");
        }
    }

    /**
     * What makes them, which is closed with the listener; null where none are made.
     *
     * @param resolver says who may get them
     * @throws IOException if that is no name of a directory
     */
    @Nullable
    DmarcReports reports(ListenerParts parts, Resolver resolver) throws IOException {
        if (!isSet()) {
            return null;
        }
        String author = organization.isEmpty() ? parts.hostname() : organization;
        ReportFiles files =
                new ReportFiles(Problems.path(directory), new ReportFiles.Reporter(author, email, parts.hostname()));
        DmarcReports reports = new DmarcReports(files, new ReportDestinations(resolver), Clock.systemUTC());
        parts.closing(reports::close);
        return reports;
    }
}
