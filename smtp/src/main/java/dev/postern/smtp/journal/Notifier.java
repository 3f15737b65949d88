package dev.postern.smtp.journal;

import dev.postern.mail.MailId;
import dev.postern.mail.dsn.DeliveryReport;
import dev.postern.mail.dsn.Dsn;
import dev.postern.mail.dsn.DsnBuilder;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells senders what became of their mail, by mail that goes through a journal (RFC 3464). Safe for use by several threads.
 *
 * @param journal keeps what they are told
 * @param builder makes it
 */
public record Notifier(Journal journal, DsnBuilder builder) {
    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

    /**
     * Puts what the sender wants to be told into the queue, before this returns.
     *
     * @throws IOException if the mail can't be read, or the queue does not take it
     */
    public void tell(DeliveryReport report, Instant now) throws IOException {
        Batch notices = journal.begin();
        for (Dsn notice : builder.build(report, now, () -> MailId.next(Clock.systemUTC()))) {
            LOG.info(
                    "{} is told of {} by {}",
                    notice.envelope().recipients().get(0),
                    report.envelope().id(),
                    notice.envelope().id());
            notices.add(notice.envelope(), notice.message());
        }
        notices.commit();
    }
}
