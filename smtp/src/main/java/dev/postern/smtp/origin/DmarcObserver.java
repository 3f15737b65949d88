package dev.postern.smtp.origin;

import dev.postern.mail.dmarc.report.CountedMail;

/** Hears of mails of which the owners of their authors' domains ask to be told (RFC 9990). Safe for use by several threads. */
@FunctionalInterface
public interface DmarcObserver {
    /** Counts a mail. Does not block. */
    void count(CountedMail mail);
}
