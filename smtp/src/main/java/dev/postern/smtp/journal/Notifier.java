package dev.postern.smtp.journal;

import dev.postern.mail.MailId;
import dev.postern.mail.dsn.DeliveryReport;
import dev.postern.mail.dsn.Dsn;
import dev.postern.mail.dsn.DsnBuilder;
import dev.postern.mail.dsn.RecipientReport;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells senders what became of their mail, by mail that goes through the same journal (RFC 3464). */
record Notifier(Journal journal, DsnBuilder builder) {
    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

    /** Puts what the sender wants to be told into the queue, before this returns. */
    void tell(JournaledMail about, List<RecipientReport> reports, Instant now) throws IOException {
        if (reports.isEmpty()) {
            return;
        }
        DeliveryReport report = new DeliveryReport(about.envelope(), about.message(), about.born(), reports);
        Batch notices = journal.begin();
        for (Dsn notice : builder.build(report, now, () -> MailId.next(Clock.systemUTC()))) {
            LOG.info(
                    "{} is told of {} by {}",
                    notice.envelope().recipients().get(0),
                    about.envelope().id(),
                    notice.envelope().id());
            notices.add(notice.envelope(), notice.message());
        }
        notices.commit();
    }
}
